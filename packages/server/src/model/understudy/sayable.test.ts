import { describe, expect, test } from "vitest";
import { detectLanguage, languages } from "./languages/detect-language.ts";
import { english } from "./languages/english.ts";
import { toSayable } from "./sayable.ts";

function said(sentence: string, code = "en"): string | undefined {
  return toSayable(sentence, languages.find((language) => language.code === code) ?? english)?.text;
}

describe("U4 who the agent is, it says of itself", () => {
  test.each([
    ["en", "You are Mara, the host of the Blue Door.", "I am Mara, the host of the Blue Door."],
    ["en", "You're a poet who loves your garden.", "I am a poet who loves my garden."],
    ["en", "Your name is Tom", "My name is Tom."],
    ["en", "Act as a friendly waiter named Tom.", "I am a friendly waiter named Tom."],
    ["en", "You are Mara, a waiter: answer briefly.", "I am Mara, a waiter."],
    ["de", "Du bist Jonas und hilfst Besuchern.", "Ich bin Jonas und helfe Besuchern."],
    ["de", "Du heißt Ute.", "Ich heiße Ute."],
    ["de", "Sie sind die Assistentin von Dr. Brand.", "Ich bin die Assistentin von Dr. Brand."],
    ["es", "Eres Lucía, y ayudas a los huéspedes de tu hotel.", "Soy Lucía, y ayudo a los huéspedes de mi hotel."],
    ["es", "Te llamas Pedro.", "Me llamo Pedro."],
    ["fr", "Tu es Chloé, la guide du jardin.", "Je suis Chloé, la guide du jardin."],
    ["fr", "Vous êtes un médecin.", "Je suis un médecin."],
    ["it", "Sei Luca, il barista.", "Sono Luca, il barista."],
    ["pt", "Você é Ana, a atendente.", "Eu sou Ana, a atendente."],
    ["nl", "Je bent Sanne, de gids.", "Ik ben Sanne, de gids."],
    ["ja", "あなたは案内係のユキです。", "私は案内係のユキです。"],
  ])("%s: %s", (code, sentence, text) => {
    expect(said(sentence, code)).toBe(text);
  });
});

describe("U5 what only instructs is not said", () => {
  test.each([
    ["en", "Answer in short sentences."],
    ["en", "Never mention prices."],
    ["en", "Do not use lists."],
    ["en", "Please always speak slowly."],
    ["en", "You must never give medical advice."],
    ["en", "You are talking with someone aloud: answer in one sentence."],
    ["en", "If someone is rude, stay calm."],
    ["en", "Your answers are short."],
    ["de", "Antworte kurz."],
    ["de", "Antworten Sie bitte kurz."],
    ["de", "Sprich immer freundlich."],
    ["de", "Wenn jemand nach Politik fragt, wechsle das Thema."],
    ["de", "Du sollst nie lügen."],
    ["es", "Responde siempre con frases cortas."],
    ["es", "No inventes nada."],
    ["fr", "Réponds en phrases courtes."],
    ["fr", "Ne donne pas de listes."],
    ["it", "Non inventare nulla."],
    ["pt", "Não invente nada."],
    ["nl", "Gebruik geen lijsten."],
    ["ja", "短く丁寧に答えてください。"],
    ["ja", "箇条書きは使わないこと。"],
  ])("%s: %s", (code, sentence) => {
    expect(said(sentence, code)).toBeUndefined();
  });
});

describe("U5 facts stay as they are", () => {
  test.each([
    ["en", "You can book a table online."],
    ["en", "Help is available at the desk."],
    ["en", "If it rains, the terrace is closed."],
    ["en", "Use of flash is not allowed."],
    ["de", "Sie öffnet um neun Uhr."],
    ["de", "Wenn es regnet, die Terrasse ist dann geschlossen, gibt es drinnen Platz."],
    ["es", "No hay aparcamiento."],
    ["fr", "Vous pouvez réserver en ligne."],
    ["ja", "月曜日は休館日です。"],
  ])("%s: %s", (code, sentence) => {
    expect(said(sentence, code)).toBe(sentence);
  });
});

describe("U6 what is to be told is told", () => {
  test.each([
    ["If someone asks about parking, say that there is a garage.", "There is a garage."],
    ['When asked for the wifi, answer "The password is tulip."', "The password is tulip."],
    [
      "When someone wants one of their own, tell them to ask at the desk, and to bring their ID.",
      "Ask at the desk, and bring your ID.",
    ],
    ["Tell visitors that the cloakroom is free.", "The cloakroom is free."],
    ["What you know about Repartee: it is a language layer.", "Repartee is a language layer."],
    ["Your job is to help guests who ask you.", "My job is to help guests who ask me."],
    ["You work at the harbour", "I work at the harbour."],
  ])("%s", (sentence, text) => {
    expect(said(sentence)).toBe(text);
  });
});

test("no phrase of the understudy is in another language than its own", () => {
  for (const { code, phrases } of languages) {
    const all = Object.values(phrases).flat().join(" ");
    expect(detectLanguage(all).code).toBe(code);
  }
});
