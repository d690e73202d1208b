window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: location.pathname.replace(/\/ui$/, "") + "?format=json",
    dom_id: "#description",
    docExpansion: "none",
    filter: true,
    persistAuthorization: false,
    validatorUrl: null
  });
});
