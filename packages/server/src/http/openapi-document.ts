import type { Door } from "./door.ts";

/** The OpenAPI 3.1 document of an app. */
export function openApiDocument(app: Door): ReturnType<Door["getOpenAPI31Document"]> {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Repartee",
      version: "0.1.0",
      description:
        "The self-hosted language layer of a talking agent: personas, conversations and what is said in them.",
      license: { name: "MIT" },
    },
  });
  const apiKey = { type: "apiKey", in: "header", name: "x-api-key" } as const;
  const bearer = { type: "http", scheme: "bearer", description: "The same key, for `/v1`." } as const;
  return { ...document, components: { ...document.components, securitySchemes: { apiKey, bearer } } };
}
