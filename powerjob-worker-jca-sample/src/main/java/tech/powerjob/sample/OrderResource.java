package tech.powerjob.sample;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;

/** The sample's HTTP side. */
@Path("orders")
public class OrderResource {
  @EJB private Orders orders;

  @POST
  @Path("{id}")
  public Response take(
      @PathParam("id") long id,
      @QueryParam("job") long job,
      @QueryParam("sellable") boolean sellable)
      throws SQLException {
    try {
      return Response.ok(orders.take(id, job, sellable)).build();
    } catch (EJBException e) {
      return Response.status(Response.Status.CONFLICT).entity(String.valueOf(e)).build();
    }
  }

  @POST
  @Path("stops/{key}")
  public void stop(@PathParam("key") String key) {
    orders.stop(key);
  }

  /** How often it was shipped. */
  @GET
  @Path("{id}")
  public String shipped(@PathParam("id") long id) throws SQLException {
    return String.valueOf(orders.shipped(id).orElseThrow(NotFoundException::new));
  }

  /** How many runs were ever asked for. */
  @GET
  @Path("requests")
  public String requests() throws SQLException {
    return String.valueOf(orders.requests());
  }
}
