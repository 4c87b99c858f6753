import { describe, expect, test } from "vitest";
import { detectLanguage } from "./languages/detect-language.ts";
import { english } from "./languages/english.ts";
import { french } from "./languages/french.ts";
import { german } from "./languages/german.ts";
import { japanese } from "./languages/japanese.ts";
import { contentTerms, plainText } from "./tokens.ts";

describe("terms", () => {
  test("case, accents and marks make no difference", () => {
    expect(plainText("  L’ÉTÉ — what's UP, Straße? ")).toBe("l ete what s up strasse");
    expect(contentTerms("ÖFFNUNG", german)).toEqual(contentTerms("offnung", german));
  });

  test("words that say nothing about the matter are left out", () => {
    expect(contentTerms("Could you please tell me where the garden is?", english)).toEqual(["garden"]);
    expect(contentTerms("Où est le jardin ?", french)).toEqual(["jardin"]);
  });

  test.each([
    ["opening", "opens", english],
    ["dogs", "dog", english],
    ["stopped", "stops", english],
    ["Karten", "Karte", german],
    ["orchidées", "orchidée", french],
  ])("%s and %s are one", (one, other, language) => {
    expect(contentTerms(one, language)).toEqual(contentTerms(other, language));
  });

  test("Japanese is compared by pairs of characters, without its particles", () => {
    expect(contentTerms("営業時間は何時ですか", japanese)).toEqual(["営業", "業時", "時間", "時"]);
    expect(contentTerms("カフェ", japanese)).toEqual(["カフ", "フェ"]);
  });

  test("Latin words in a Japanese text are words", () => {
    expect(contentTerms("Wi-Fiのパスワード", japanese)).toEqual(["wi", "fi", "パス", "スワ", "ワー", "ード"]);
  });
});

describe("the language of a text", () => {
  test.each([
    ["en", "You are the host of a small restaurant by the sea."],
    ["de", "Du bist der Gastgeber in einem kleinen Restaurant am Meer."],
    ["es", "Eres la anfitriona de un pequeño restaurante junto al mar."],
    ["fr", "Tu es l'hôte d'un petit restaurant au bord de la mer."],
    ["it", "Sei il padrone di un piccolo ristorante sul mare."],
    ["pt", "Você é a anfitriã de um pequeno restaurante à beira do mar."],
    ["nl", "Je bent de gastvrouw van een klein restaurant aan zee."],
    ["ja", "あなたは海辺の小さなレストランのホストです。"],
    ["en", ""],
    ["en", "12345 !?"],
  ])("%s: %s", (code, text) => {
    expect(detectLanguage(text).code).toBe(code);
  });
});
