// console.table(): as Node 18 draws it in the profile `classic`, its cells in the middle; as Node 20
// does in `modern`, its cells on the left.
'use strict';

const {
  ArrayPrototypeJoin, ArrayPrototypeMap, MathFloor, MathMax, ObjectPrototypeHasOwnProperty,
  StringPrototypeRepeat,
} = primordials;
const { isClassic } = internalBinding('config');
const { getStringWidth } = require('internal/util/inspect');

function padded(cell, width) {
  const room = width - getStringWidth(cell);
  const before = isClassic ? MathFloor(room / 2) : 0;
  return StringPrototypeRepeat(' ', before) + cell + StringPrototypeRepeat(' ', room - before);
}

const rowOf = (cells, widths) =>
  `│ ${ArrayPrototypeJoin(ArrayPrototypeMap(cells, (cell, i) => padded(cell, widths[i])), ' │ ')} │\n`;

function lineOf(widths, left, middle, right) {
  const parts = ArrayPrototypeMap(widths, (width) => StringPrototypeRepeat('─', width + 2));
  return left + ArrayPrototypeJoin(parts, middle) + right;
}

// `columns` may have holes, and be of different lengths.
function rowsOf(columns) {
  let count = 0;
  for (const column of columns) count = MathMax(count, column.length);
  const rows = [];
  for (let row = 0; row < count; row++) {
    rows[row] = ArrayPrototypeMap(
      columns, (column) => (ObjectPrototypeHasOwnProperty(column, row) ? column[row] : ''));
  }
  return rows;
}

module.exports = function table(head, columns) {
  const rows = rowsOf(columns);
  const widths = ArrayPrototypeMap(head, (title, i) => {
    let width = getStringWidth(title);
    for (const row of rows) width = MathMax(width, getStringWidth(row[i]));
    return width;
  });
  let drawn = `${lineOf(widths, '┌', '┬', '┐')}\n${rowOf(head, widths)}${lineOf(widths, '├', '┼', '┤')}\n`;
  for (const row of rows) drawn += rowOf(row, widths);
  return drawn + lineOf(widths, '└', '┴', '┘');
};
