package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The secret with which all servers of a database sign tokens: row {@code security/jwt_secret}. */
@ApplicationScoped
public class SigningSecret {
  private static final String PKEY = "security";
  private static final String SKEY = "jwt_secret";
  private static final int BYTES = 32;

  @PersistenceContext(unitName = "powerjob")
  EntityManager entityManager;

  private volatile byte[] known;

  /**
   * The 32 bytes.
   *
   * @throws IllegalStateException if the server has not been set up yet
   */
  public byte[] get() {
    if (known == null) {
      known = find().orElseThrow(() -> new IllegalStateException("the server is not set up yet"));
    }
    return known.clone();
  }

  Optional<byte[]> find() {
    List<?> rows =
        entityManager
            .createNativeQuery("select content from sundry where pkey = ?1 and skey = ?2")
            .setParameter(1, PKEY)
            .setParameter(2, SKEY)
            .getResultList();
    return rows.stream().findFirst().map(text -> Base64.getDecoder().decode(text.toString()));
  }

  /** Makes one up and stores it. Fails on the unique key if there is one. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void create(Instant now) {
    var secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    entityManager
        .createNativeQuery(
            "insert into sundry (pkey, skey, content, gmt_create, gmt_modified)"
                + " values (?1, ?2, ?3, ?4, ?4)")
        .setParameter(1, PKEY)
        .setParameter(2, SKEY)
        .setParameter(3, Base64.getEncoder().encodeToString(secret))
        .setParameter(4, Timestamp.from(now))
        .executeUpdate();
  }
}
