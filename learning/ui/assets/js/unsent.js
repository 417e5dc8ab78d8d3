// What is typed and not sent yet stays where it is while the language is changed: in this tab, for
// one page. Without this file the page is the same in the other language, with its fields empty.
const KEY = "unsent";
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button"]);

function fields() {
  const counted = new Map();
  return [...document.querySelectorAll("main form[method=post] :is(input, select, textarea)")]
    .filter((field) => field.name && !NOT_KEPT.has(field.type))
    .map((field) => {
      const name = `${new URL(field.form.action).pathname} ${field.name}`;
      const place = counted.get(name) || 0;
      counted.set(name, place + 1);
      return { key: `${name} ${place}`, field };
    });
}

function isChoice(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function typed({ field }) {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return !field.selectedOptions[0]?.defaultSelected;
  return field.value !== field.defaultValue;
}

function keep(event) {
  const found = fields()
    .filter(typed)
    .map(({ key, field }) => [key, isChoice(field) ? field.checked : field.value]);
  const address = new FormData(event.target).get("next");
  if (found.length) sessionStorage.setItem(KEY, JSON.stringify({ address, found }));
}

function giveBack() {
  const kept = sessionStorage.getItem(KEY);
  if (!kept) return;
  sessionStorage.removeItem(KEY);
  const { address, found } = JSON.parse(kept);
  if (address !== location.pathname + location.search) return;
  const values = new Map(found);
  for (const { key, field } of fields()) {
    if (!values.has(key)) continue;
    if (isChoice(field)) field.checked = values.get(key);
    else field.value = values.get(key);
  }
}

export function keepWhatIsUnsent() {
  try {
    giveBack();
  } catch {
    return; // storage that is turned off, or holds something else
  }
  document.querySelector(".app-language")?.addEventListener("submit", keep);
}
