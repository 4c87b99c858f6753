import type { ChatMessage } from "@repartee/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composeAnswer } from "./answer.ts";
import { languages } from "./languages/detect-language.ts";
import { readMaterial } from "./material.ts";
import { prompts, type PromptName } from "./testing/personas.ts";

const notices = languages.map(({ phrases }) => phrases.notice);

/** What is answered to each of the turns of a conversation, one after the other. */
function converse(prompt: string, ...turns: readonly string[]): readonly string[] {
  const messages: ChatMessage[] = [{ role: "system", content: prompt }];
  return turns.map((content) => {
    messages.push({ role: "user", content });
    const answer = composeAnswer(messages, "tavus-llama-4");
    messages.push({ role: "assistant", content: answer });
    return answer;
  });
}

/** The answer to a first question, without the notice. */
function answerTo(prompt: string, question: string): string {
  const [answer = ""] = converse(prompt, question);
  const notice = notices.find((one) => answer.startsWith(one)) ?? "";
  return answer.slice(notice.length).trim();
}

const unknown = "I am sorry, I do not know that. Is there something else I can tell you?";

describe("what the stock persona answers without a model", () => {
  const definition =
    "Repartee is the self-hosted language layer of a talking agent. " +
    "It stands between speech recognition and speech synthesis and decides what the agent says.";
  const rea = "I am Rea, the guide that every Repartee server brings along.";

  test.each([
    ["hello", `Hello! ${rea} What would you like to know?`],
    ["good morning everyone", `Hello! ${rea} What would you like to know?`],
    ["what is repartee", definition],
    ["Hi there, what is Repartee?", `Hello! ${definition}`],
    [
      "how do I make my own agent",
      "Create a persona with a system prompt, and set a model and a base URL in its language layer.",
    ],
    ["who are you", rea],
    ["what can you do", rea],
    ["how are you?", "I am fine, thank you."],
    ["thanks, bye", "You are welcome. Goodbye!"],
    ["what's the weather", unknown],
    ["how much does it cost", unknown],
    ["I live in Berlin", "What would you like to know?"],
    ["yes", "What would you like to know?"],
  ])("U7 U8 %s", (question, answer) => {
    expect(answerTo(prompts.stock, question)).toBe(answer);
  });

  test("U7 speculative inference is told in the persona's words", () => {
    expect(answerTo(prompts.stock, "tell me a bit about how speculative inference works please")).toContain(
      "With speculative inference it begins to answer before the user has finished, so that the reply is ready when they stop.",
    );
  });
});

const table: readonly (readonly [PromptName, string, string])[] = [
  ["en", "when are you open?", "Tuesday to Sunday, from noon to ten. Closed on Mondays."],
  ["en", "what are your opening hours", "Tuesday to Sunday, from noon to ten. Closed on Mondays."],
  ["en", "do you open on mondays", "Closed on Mondays."],
  ["en", "can I bring my dog?", "We have a terrace for 20 guests; dogs are welcome there."],
  ["en", "how much is the tasting menu", "The tasting menu costs 48 euros, e.g. with mussels from Zeeland."],
  ["en", "where can I park", "There is a garage at 5 St. John Street."],
  ["en", "what's your name", "I am Mara, the host of the Blue Door restaurant."],
  ["en", "what's the capital of Mongolia", unknown],
  [
    "de",
    "Guten Tag",
    "Hallo! Ich bin Jonas, der Führer durch das Hafenmuseum, und helfe Besuchern. Was möchten Sie wissen?",
  ],
  ["de", "Was kostet der Eintritt?", "Der Eintritt kostet 9 Euro, für Kinder ist er frei."],
  [
    "de",
    "wann öffnet das museum",
    "Das Museum öffnet am 3. Mai nach dem Umbau, z.B. mit einer Ausstellung über Segelschiffe.",
  ],
  ["de", "Gibt es ein Café?", "Im Erdgeschoss gibt es ein Café. Es schließt um 17 Uhr."],
  ["de", "Wie alt ist die Karte?", "Die älteste Karte stammt aus dem Jahr 1602."],
  ["de", "Wer ist Bundeskanzler?", "Das weiß ich leider nicht. Kann ich etwas anderes beantworten?"],
  ["de", "Danke, tschüss", "Gern geschehen. Auf Wiedersehen!"],
  [
    "es",
    "¡Hola!",
    "¡Hola! Soy Lucía, la recepcionista del hotel Miramar, y ayudo a los huéspedes. ¿Qué le gustaría saber?",
  ],
  ["es", "¿A qué hora es el desayuno?", "El desayuno se sirve de siete a diez en la terraza."],
  ["es", "¿Dónde puedo aparcar?", "Hay aparcamiento gratuito detrás del hotel."],
  ["es", "¿Cuál es la clave del wifi?", 'El wifi es gratuito y la clave es "marazul".'],
  ["es", "¿Quién ganó la liga?", "Lo siento, eso no lo sé. ¿Puedo responder a otra cosa?"],
  ["es", "Gracias, adiós", "De nada. ¡Adiós!"],
  ["fr", "Bonjour", "Bonjour ! Je suis Chloé, la guide du jardin botanique. Que voulez-vous savoir ?"],
  ["fr", "À quelle heure ouvre le jardin ?", "Le jardin ouvre à neuf heures et ferme à la tombée de la nuit."],
  ["fr", "c'est combien l'entrée", "L'entrée est gratuite."],
  ["fr", "Parle-moi des orchidées", "La serre abrite plus de deux cents orchidées. Elle a été construite en 1898."],
  ["fr", "Quelle est la météo ?", "Désolé, je ne le sais pas. Puis-je répondre à autre chose ?"],
  ["fr", "Merci, au revoir", "Je vous en prie. Au revoir !"],
  ["it", "Quanto costa un cappuccino?", "Il cappuccino costa due euro."],
  ["it", "A che ora aprite?", "Il caffè apre alle sette e chiude alle venti."],
  ["it", "Chi ha vinto il campionato?", "Mi dispiace, questo non lo so. Posso rispondere ad altro?"],
  ["pt", "Onde fica a clínica?", "A clínica fica na rua das Flores."],
  ["pt", "Qual é a capital da França?", "Desculpe, isso eu não sei. Posso responder a outra coisa?"],
  ["nl", "Wat kosten de kaartjes?", "Kaartjes kosten zes euro."],
  ["nl", "Wie won de wedstrijd?", "Dat weet ik helaas niet. Kan ik iets anders vertellen?"],
  ["ja", "こんにちは", "こんにちは。私は港美術館の案内係のユキです。何をお知りになりたいですか。"],
  ["ja", "営業時間は何時ですか", "営業時間は午前十時から午後六時までです。"],
  ["ja", "入館料はいくらですか", "入館料は大人八百円、子どもは無料です。"],
  ["ja", "おすすめは何ですか", "おすすめは抹茶ケーキです。"],
  ["ja", "休館日はいつですか", "月曜日は休館日です。"],
  ["ja", "天気はどうですか", "申し訳ありませんが、それはわかりません。ほかに知りたいことはありますか。"],
  ["ja", "ありがとう、さようなら", "どういたしまして。さようなら。"],
  // Whoever greets in another language is answered in the persona's own.
  [
    "de",
    "hello",
    "Hallo! Ich bin Jonas, der Führer durch das Hafenmuseum, und helfe Besuchern. Was möchten Sie wissen?",
  ],
];

describe("what personas of other people answer", () => {
  test.each(table)("U7 U8 %s: %s", (name, question, answer) => {
    expect(answerTo(prompts[name], question)).toBe(answer);
  });
});

describe("M39 it never passes for a model", () => {
  test.each(Object.keys(prompts) as PromptName[])("U3 %s: the first answer says so, and only the first", (name) => {
    const answers = converse(prompts[name], "hello", "ok", "thanks");
    expect(answers.map((answer) => notices.some((notice) => answer.includes(notice)))).toEqual([true, false, false]);
  });

  test.each([
    "which model are you",
    "What model is this?",
    "are you a real person?",
    "are you ChatGPT",
    "what are you",
    "Welches Modell bist du?",
    "¿Qué modelo eres?",
    "quel modèle es-tu ?",
    "どのモデルですか",
  ])("U3 %s: it says what it is and what to configure", (question) => {
    expect(converse(prompts.stock, "hello", question)[1]).toBe(
      'I am a stand-in: no model is configured for "tavus-llama-4". ' +
        'Map it in repartee.config.json under "models", or give the persona a base_url.',
    );
  });

  test("U3 having said what it is, it need not say it again", () => {
    expect(converse(prompts.stock, "which model are you", "thanks")[1]).toBe("You are welcome.");
  });

  test("U3 a question about models that others make is a question like any other", () => {
    expect(answerTo("We sell the model T in black. You are Henry.", "what model do you sell")).toBe(
      "We sell the model T in black.",
    );
  });
});

describe("it knows what was said before", () => {
  test("U9 asked the same again, it tells the next best, or that there is no more", () => {
    const [first, second, third] = converse(prompts.en, "are dogs welcome", "are dogs welcome", "are dogs welcome");
    expect(first).toContain("dogs are welcome there");
    expect(second).toBe("That is all I know about it.");
    expect(third).toContain("dogs are welcome there");
  });

  test("U9 `tell me more` goes on with what was not said yet, to the end of the text", () => {
    const more = converse(prompts.stock, "what is repartee", ...Array.from({ length: 6 }, () => "tell me more"));
    expect(new Set(more.slice(0, 5)).size).toBe(5);
    expect(more.at(-2)).toBe("That is all I know about it.");
    expect(more.at(-1)).toBe("I know nothing more about that.");
  });

  test("U9 a question that names nothing is about what was asked before", () => {
    expect(converse(prompts.de, "Gibt es ein Café?", "und wo?")[1]).toBe("Mehr weiß ich darüber nicht.");
    expect(converse(prompts.de, "Gibt es ein Café?", "Danke", "und wo?")[2]).toContain("Im Erdgeschoss");
  });

  test("U9 no two answers in a row are the same", () => {
    const question = fc.constantFrom(
      "hello",
      "what is repartee",
      "the weather?",
      "thanks",
      "bye",
      "yes",
      "more",
      "who are you",
    );
    fc.assert(
      fc.property(fc.array(question, { maxLength: 12 }), (questions) => {
        const answers = converse(prompts.stock, ...questions);
        for (const [index, answer] of answers.entries()) if (index > 0) expect(answer).not.toBe(answers[index - 1]);
      }),
    );
  });

  test("U2 notes that were added later are known too", () => {
    const messages: ChatMessage[] = [
      { role: "system", content: prompts.en },
      { role: "user", content: "hi" },
      { role: "assistant", content: "Hello!" },
      { role: "system", content: "The soup of the day is leek and potato." },
      { role: "user", content: "what soup do you have" },
    ];
    expect(composeAnswer(messages, "m")).toContain("The soup of the day is leek and potato.");
  });

  test("U7 asked to begin, it greets", () => {
    expect(composeAnswer([{ role: "system", content: prompts.en }], "m")).toContain("Hello! I am Mara");
  });
});

describe("whatever it is asked", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...table.map(([, question]) => question)));
  const prompt = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...Object.values(prompts)), fc.constant(""));

  test("U1 it answers, and the same each time", () => {
    fc.assert(
      fc.property(prompt, text, (system, question) => {
        const [once] = converse(system, question);
        expect(once?.trim()).not.toBe("");
        expect(converse(system, question)).toEqual([once]);
      }),
    );
  });

  test("U2 every word of it stands in the prompt or among its own phrases", () => {
    fc.assert(
      fc.property(prompt, text, (system, question) => {
        const { passages, language } = readMaterial([{ role: "system", content: system }]);
        const own = [...passages.map((passage) => passage.text), ...Object.values(language.phrases).flat()].map((one) =>
          one.replace("{name}", "tavus-llama-4"),
        );
        let rest = converse(system, question)[0] ?? "";
        for (const one of own.toSorted((a, b) => b.length - a.length)) rest = rest.replaceAll(one, "");
        expect(rest.replaceAll(language.phrases.notice.replaceAll(/[()（）]/g, ""), "").trim()).toBe("");
      }),
    );
  });

  test.each([".", "!\n", "a. ", "- ", "# ", "<a>", "。", "wenn x, ", "\n \n", '."'])(
    "U1 a prompt of %j a hundred thousand times over takes no longer than another of its length",
    (part) => {
      const begun = performance.now();
      converse(part.repeat(100_000 / part.length), "what is this about");
      expect(performance.now() - begun).toBeLessThan(2000);
    },
  );
});
