// Whether a result answers a task, and what to say of an error. No page is touched here.

const PRECISION = 1e-9;

export function fill(sentence, parts = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => parts[name] ?? whole);
}

function same(one, other) {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= PRECISION * Math.max(1, Math.abs(one), Math.abs(other));
  }
  return one === other;
}

const sameRow = (one, other) => one.every((cell, index) => same(cell, other[index]));

// The same rows as often, in any order.
function sameRows(found, expected) {
  const left = [...expected];
  return found.every((row) => {
    const place = left.findIndex((other) => sameRow(row, other));
    return place >= 0 && left.splice(place, 1);
  });
}

// Names of columns do not matter, their order does; that of rows only where the task says so.
export function judge(result, task, words) {
  const wanted = task.rows;
  if (result.columns.length !== task.columns.length) {
    const sizes = { expected: task.columns.length, found: result.columns.length };
    return { right: false, says: fill(words.columns, sizes) };
  }
  if (result.count !== wanted.length) {
    return {
      right: false,
      says: fill(words.row_count, { expected: wanted.length, found: result.count }),
    };
  }
  if (!sameRows(result.rows, wanted)) {
    return { right: false, says: words.values };
  }
  if (task.ordered && !result.rows.every((row, index) => sameRow(row, wanted[index]))) {
    return { right: false, says: words.order };
  }
  return { right: true, says: words.right };
}

export function explain(message, table, words) {
  const parts = { columns: table.columns.join(", "), table: table.name, message };
  const known = [
    [/no such column: "(.*)" - should/, words.quotes],
    [/no such column: (.+)/, words.no_column],
    [/no such table: (.+)/, words.no_table],
    [/no such function: (.+)/, words.no_function],
    [/near "(.+)": syntax error/s, words.syntax],
    [/incomplete input|unrecognized token: ["']/, words.unfinished],
    [/misuse of aggregate/, words.aggregate],
  ];
  for (const [pattern, sentence] of known) {
    const found = message.match(pattern);
    if (found) {
      return fill(sentence, { ...parts, name: found[1] });
    }
  }
  return fill(words.failed, parts);
}
