// The database of a practice, in a thread of its own: a query without an end can be stopped there.
import initSqlJs from "sql.js/dist/sql-wasm-browser.js";

const MOST_ROWS = 200;
let engine;
let table;

// Every query begins with the table as it is shown, whatever the one before it changed.
function run(query) {
  const database = new engine.Database();
  try {
    database.run(table.creation);
    const insert = database.prepare(
      `INSERT INTO "${table.name}" VALUES (${table.columns.map(() => "?").join(", ")})`,
    );
    for (const row of table.rows) {
      insert.run(row);
    }
    insert.free();
    let last = null;
    for (const statement of database.iterateStatements(query)) {
      const columns = statement.getColumnNames();
      const rows = [];
      let count = 0;
      while (statement.step()) {
        count += 1;
        if (rows.length < MOST_ROWS) {
          rows.push(statement.get().map((cell) => (cell instanceof Uint8Array ? "…" : cell)));
        }
      }
      if (columns.length) {
        last = { columns, rows, count };
      }
    }
    return last ?? { nothing: true };
  } finally {
    database.close();
  }
}

self.addEventListener("message", async ({ data }) => {
  if (data.open) {
    try {
      table = data.open.table;
      engine = await initSqlJs({ locateFile: () => data.open.engine });
      self.postMessage({ ready: true });
    } catch (fault) {
      self.postMessage({ broken: String(fault) });
    }
    return;
  }
  try {
    self.postMessage({ number: data.number, ...run(data.query) });
  } catch (fault) {
    self.postMessage({ number: data.number, error: fault.message });
  }
});
