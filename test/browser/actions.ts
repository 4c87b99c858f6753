import type { Locator, Page } from "playwright-core";

/** What a person does on the page, by the names that a person (or a screen reader) finds things by. */

export interface NewPersona {
  readonly name: string;
  readonly baseUrl: string;
  readonly model?: string;
  readonly greeting?: string;
  readonly speculative?: boolean;
}

/** Writes a persona with a model of its own and starts a conversation with it. */
export async function startWith(page: Page, persona: NewPersona): Promise<void> {
  await writePersona(page, persona);
  await page.getByRole("button", { name: "Save and start a conversation" }).click();
  await page.getByText("live", { exact: true }).waitFor();
}

export async function writePersona(page: Page, persona: NewPersona): Promise<void> {
  const form = page.getByRole("form", { name: "Persona" });
  await form.getByRole("option", { name: "Rea (stock)" }).waitFor({ state: "attached" });
  const startNew = form.getByRole("button", { name: "New", exact: true });
  if (await startNew.isEnabled()) await startNew.click();
  await form.getByRole("textbox", { name: "Name" }).fill(persona.name);
  await form.getByRole("textbox", { name: "System prompt" }).fill("You are the host of a small restaurant.");
  await form.getByRole("radio", { name: "Your own" }).check();
  await form.getByRole("combobox", { name: "Base URL" }).fill(persona.baseUrl);
  await form.getByRole("textbox", { name: "Model" }).fill(persona.model ?? "llama");
  if (persona.greeting !== undefined) {
    await form.getByRole("textbox", { name: "Greeting in the next conversation" }).fill(persona.greeting);
  }
  if (persona.speculative === false) await form.getByRole("switch", { name: "Speculative inference" }).uncheck();
}

export function composer(page: Page): Locator {
  return page.getByRole("textbox", { name: "What you say" });
}

export function turns(page: Page): Locator {
  return page.getByRole("log", { name: "Conversation" }).getByRole("listitem");
}

/** The drafts of a turn beside the talk, in the order of their start. */
export function drafts(page: Page, turn: number): Locator {
  return page.getByRole("region", { name: `Drafts of turn ${turn}` }).getByRole("listitem");
}

/** A turn that is over: answered, failed or cut. */
export async function finished(page: Page, turn: number): Promise<void> {
  await page.getByRole("region", { name: `Numbers of turn ${turn}` }).waitFor();
}

/** How a turn ran, beside the talk. */
export function lane(page: Page, turn: number): Locator {
  return page.getByRole("region", { name: `Lane of turn ${turn}` });
}

/** Takes the last word back while its draft runs, says another one, and ends the turn when that has a draft too. */
export async function reviseToAdoption(page: Page, turn: number): Promise<void> {
  for (let press = 0; press < 3; press += 1) await composer(page).press("Backspace");
  await drafts(page, turn).first().getByText("revoked").waitFor();
  await composer(page).pressSequentially("four");
  // Half a word may have a draft of its own before.
  await drafts(page, turn).filter({ hasText: "four" }).getByText("started").first().waitFor();
  await composer(page).press("Enter");
  await finished(page, turn);
}

/** Opens a trace of what the server says; the wire's numbers are made here. */
export async function openTrace(page: Page, frames: readonly object[]): Promise<void> {
  const head = { message_type: "conversation", conversation_id: "c1", timestamp: 0 };
  const lines = frames.map((frame, index) =>
    JSON.stringify({ at_ms: index * 10, direction: "out", frame: { ...head, seq: index + 1, ...frame } }),
  );
  await chooseFile(page, "made.ndjson", lines.join("\n"));
  await page.getByText("Replay of made.ndjson").waitFor();
}

export async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: "application/x-ndjson", buffer: Buffer.from(text) };
  await page.getByLabel("Trace file").setInputFiles(file);
}
