/** Whether to read a text as English. The persona's language decides where it is given (`en`, `en-GB`, `English`). */
export function isEnglish(text: string, language?: string): boolean {
  const named = language?.trim().toLowerCase() ?? "";
  if (/^(?:en\b|eng\b|english)/u.test(named)) return true;
  if (named !== "" && !undecided.has(named)) return false;
  return looksEnglish(text.slice(-240).toLowerCase());
}

const undecided: ReadonlySet<string> = new Set(["auto", "multi", "multilingual", "und", "any"]);

/** Letters of another script, or more small words of another language than of English. */
function looksEnglish(text: string): boolean {
  if (/[\p{L}--\p{Script=Latin}]/v.test(text)) return false;
  let balance = 0;
  for (const word of text.split(/[^\p{L}']+/u)) {
    if (english.has(word)) balance += 1;
    else if (foreign.has(word) || accented.test(word)) balance -= 1;
  }
  return balance >= 0;
}

const accented = /[^\p{ASCII}’]/u;
const english: ReadonlySet<string> = new Set(
  `the a and i you is it to of that my was for in on have this not with be are we they but what so can do would like need
   yes yeah okay hi hello your at just know think get want i'm it's don't that's me no please thank thanks how`
    .split(/\s+/u)
    .filter((word) => word !== ""),
);

/** Small words of Spanish, French, German, Portuguese, Italian, Dutch that English does not have. */
const foreign: ReadonlySet<string> = new Set(
  `el la los las un una que de es por para con mi su yo tu pero como está estoy quiero tengo gracias hola sí muy más
   le les une des du et je il elle nous vous ils est sont pour dans avec pas mais mon ma votre c'est j'ai oui bonjour merci
   der das ein eine und ich du er sie wir ihr ist sind nicht mit für auf zu von dem den mein meine bitte danke hallo ja nein
   möchte habe brauche o os uma e eu ele ela nós não sim mas meu minha obrigado obrigada olá quero preciso
   gli lo di per io lei noi sono mio mia ciao grazie vorrei ho bisogno
   het een en ik jij hij wij zijn voor met niet mijn graag heb hoi dank van`
    .split(/\s+/u)
    .filter((word) => word !== ""),
);
