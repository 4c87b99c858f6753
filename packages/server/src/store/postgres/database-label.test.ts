import { describe, expect, test } from "vitest";
import { databaseLabel } from "./database-label.ts";

describe("the name of a database, for people", () => {
  test.each([
    ["postgres://me:hunter2@db.example:6432/talk?sslmode=verify-full", "PostgreSQL db.example:6432/talk"],
    ["postgresql://me:hunter2@[::1]/talk", "PostgreSQL [::1]:5432/talk"],
    ["postgres:///talk?host=/var/run/postgresql&password=hunter2", "PostgreSQL /var/run/postgresql:5432/talk"],
    ["postgres://db/two%20words", "PostgreSQL db:5432/two words"],
    ["postgres://db/100%25%", "PostgreSQL db:5432/100%25%"],
    ["postgres://me:hunter2#@db/talk", "PostgreSQL"],
  ])("S34 %s has no user, no password and no setting", (url, label) => {
    expect(databaseLabel(url)).toBe(label);
  });
});
