// Practice in SQL: the database is fetched when somebody starts, and runs beside the page.
import { explain, fill, judge } from "./practice-answers.js";

const PATIENCE = 5_000;
const SHOWN = 50;

class Practice {
  constructor(section, files) {
    this.section = section;
    this.files = files;
    const { table, tasks, words } = JSON.parse(
      section.querySelector("[data-practice-data]").textContent,
    );
    Object.assign(this, { table, tasks, words });
    this.status = section.querySelector("[data-practice-status]");
    this.offer = section.querySelector("[data-practice-offer]");
    this.offer.hidden = false;
    this.offer.querySelector("button").addEventListener("click", () => this.start());
  }

  open() {
    this.worker = new Worker(this.files.worker);
    return new Promise((resolve, reject) => {
      this.worker.addEventListener("error", () => reject(new Error("worker")), { once: true });
      this.worker.addEventListener(
        "message",
        ({ data }) => (data.ready ? resolve() : reject(new Error(data.broken))),
        { once: true },
      );
      const engine = new URL(this.files.engine, document.baseURI).href;
      this.worker.postMessage({ open: { engine, table: this.table } });
    });
  }

  async start() {
    const button = this.offer.querySelector("button");
    if (button.getAttribute("aria-disabled")) {
      return;
    }
    button.setAttribute("aria-disabled", "true");
    this.status.textContent = this.words.loading;
    try {
      await this.open();
    } catch {
      this.worker.terminate();
      this.status.textContent = this.words.broken;
      button.removeAttribute("aria-disabled");
      return;
    }
    this.section
      .querySelectorAll("[data-practice-task]")
      .forEach((item, index) => this.addEditor(item, index));
    this.offer.remove();
    this.section.querySelector("[data-practice-plain]").remove();
    this.status.textContent = this.words.ready;
    this.section.querySelector("textarea").focus();
  }

  addEditor(item, index) {
    const editor = this.section.querySelector("template").content.cloneNode(true);
    const number = index + 1;
    const query = editor.querySelector("textarea");
    const label = editor.querySelector("label");
    const hint = editor.querySelector(".govuk-hint");
    query.id = `${this.section.id}-query-${number}`;
    hint.id = `${query.id}-hint`;
    query.value = this.tasks[index].start;
    query.setAttribute("aria-describedby", `${this.section.id}-task-${number} ${hint.id}`);
    label.htmlFor = query.id;
    label.textContent = fill(this.words.query, { number });
    const place = item.querySelector("[data-practice-place]");
    place.append(editor);
    const run = () => this.run(index, query.value, place);
    place.querySelector("button").addEventListener("click", run);
    query.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    });
  }

  async run(index, query, place) {
    if (this.busy) {
      return;
    }
    const result = place.querySelector("[data-practice-result]");
    result.replaceChildren();
    if (!query.trim()) {
      this.say(place, this.words.empty);
      return;
    }
    this.busy = true;
    this.say(place, this.words.running);
    try {
      const answer = await this.ask(index, query);
      this.show(index, answer, place, result);
    } catch {
      this.say(place, this.words.broken);
    } finally {
      this.busy = false;
    }
  }

  // A query that does not come back in time is stopped with its thread, and a new one is opened.
  async ask(number, query) {
    let timer;
    const answered = new Promise((resolve) => {
      this.worker.addEventListener("message", ({ data }) => resolve(data), { once: true });
      this.worker.postMessage({ number, query });
      timer = setTimeout(() => resolve({ stopped: true }), PATIENCE);
    });
    const answer = await answered;
    clearTimeout(timer);
    if (answer.stopped) {
      this.worker.terminate();
      await this.open();
    }
    return answer;
  }

  show(index, answer, place, result) {
    if (answer.stopped) {
      this.say(place, this.words.stopped);
    } else if (answer.error !== undefined) {
      this.say(place, explain(answer.error, this.table, this.words));
    } else if (answer.nothing) {
      this.say(place, this.words.no_result);
    } else {
      const { right, says } = judge(answer, this.tasks[index], this.words);
      const shown = Math.min(answer.count, SHOWN);
      const counted = fill(this.words.rows, { rows: answer.count });
      const part = shown < answer.count ? ` ${fill(this.words.shown, { shown })}` : "";
      this.say(place, `${says} ${counted}${part}`, right);
      result.append(this.tableOf(answer, index + 1));
    }
  }

  say(place, sentence, right) {
    const said = place.querySelector(".app-practice__said");
    said.textContent = sentence;
    said.classList.toggle("app-practice__said--right", Boolean(right));
  }

  tableOf(answer, number) {
    const caption = fill(this.words.result, { number });
    const scroll = make("div", "app-table-scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", caption);
    const table = make("table", "govuk-table");
    table.createCaption().textContent = caption;
    table.caption.className = "govuk-table__caption govuk-table__caption--s";
    const head = table.createTHead();
    head.className = "govuk-table__head";
    const headings = head.insertRow();
    headings.className = "govuk-table__row";
    answer.columns.forEach((column, index) => {
      const heading = make("th", "govuk-table__header");
      if (answer.rows.length && typeof answer.rows[0][index] === "number") {
        heading.classList.add("govuk-table__header--numeric");
      }
      heading.scope = "col";
      heading.textContent = column;
      headings.append(heading);
    });
    const body = table.createTBody();
    body.className = "govuk-table__body";
    for (const row of answer.rows.slice(0, SHOWN)) {
      const line = body.insertRow();
      line.className = "govuk-table__row";
      for (const value of row) {
        const cell = line.insertCell();
        cell.className = "govuk-table__cell";
        if (typeof value === "number") {
          cell.classList.add("govuk-table__cell--numeric");
        }
        cell.textContent = value === null ? this.words.missing : value;
      }
    }
    scroll.append(table);
    return scroll;
  }
}

function make(name, className) {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

const files = document.getElementById("practice-files").dataset;
for (const section of document.querySelectorAll("[data-practice]")) {
  // A draft whose table is not finished has nothing to practise on.
  if (section.querySelector("[data-practice-data]")) {
    new Practice(section, files);
  }
}
