// What counts as an answer, and what is wrong with what is not? The same rules as engage/surveys/answers.py, so
// that people hear of a slip while there is no network; what is stored is read again by the server. The
// sentences come with the question. `fields` is a Map from the name of a field to the texts that stand in it.

const NUMBER = /^([-+\u2212]?) ?£? ?([0-9]{1,15}|[0-9]{1,3}(?:[ ,][0-9]{3}){1,4})(?:\.([0-9]{1,10}))?$/;
const POSTCODE = /^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$/;
const LONGEST = 40;

export function read(question, fields) {
  const sheet = new Sheet(question, fields);
  let value = READERS[question.kind](question, sheet);
  if (value === undefined && question.required && !sheet.problems.length && question.kind !== "matrix") {
    sheet.refuse(question.said[`required_${question.kind}`]);
  }
  if (sheet.problems.length) value = undefined;
  return { value, problems: sheet.problems };
}

class Sheet {
  constructor(question, fields) {
    this.question = question;
    this.fields = fields;
    this.problems = [];
  }

  first(name) {
    return this.fields.get(name)?.[0] ?? "";
  }

  // A problem of the question as a whole stands at its key; the link goes to its first field.
  refuse(text, at = this.question.fields[0]) {
    this.problems.push({ key: this.question.key, field: this.question.key, to: at, text });
  }

  refuseField(field, text) {
    this.problems.push({ key: this.question.key, field, to: field, text });
  }
}

const line = (text) => text.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ");
const length = (text) => [...text].length;

function one(question, sheet) {
  const code = sheet.first(question.key);
  const chosen = question.options.filter((option) => option.code === code);
  refuseUnchosen(question.options, chosen, sheet);
  if (!code) return undefined;
  others(chosen, sheet);
  return code;
}

function several(question, sheet) {
  const codes = sheet.fields.get(question.key) ?? [];
  const ticked = question.options.filter((option) => codes.includes(option.code));
  refuseUnchosen(question.options, ticked, sheet);
  const alone = ticked.find((option) => option.exclusive);
  if (alone && ticked.length > 1) sheet.refuse(alone.exclusive);
  else if (ticked.length && !alone && ticked.length < question.minimum) sheet.refuse(question.too_few);
  else if (question.maximum !== null && ticked.length > question.maximum) sheet.refuse(question.too_many);
  others(ticked, sheet);
  return ticked.length ? ticked.map((option) => option.code) : undefined;
}

// What stands in the box of an option that is not chosen is neither left out in silence nor counted.
function refuseUnchosen(options, chosen, sheet) {
  for (const option of options) {
    const stands = option.other && line(sheet.first(option.other));
    if (stands && !chosen.includes(option)) sheet.refuseField(option.other, option.other_unchosen);
  }
}

function others(chosen, sheet) {
  for (const option of chosen.filter((each) => each.other)) {
    const text = line(sheet.first(option.other));
    if (length(text) > option.other_limit) sheet.refuseField(option.other, option.other_too_long);
    else if (!text && option.other_required) sheet.refuseField(option.other, option.other_required);
  }
}

function matrix(question, sheet) {
  const value = {};
  for (const cell of question.cells) {
    const code = sheet.first(cell.field);
    if (code) (value[cell.row] ??= {})[cell.scale] = code;
    else if (cell.required) sheet.refuseField(cell.field, cell.required);
  }
  return Object.keys(value).length ? value : undefined;
}

function ranking(question, sheet) {
  const ranked = new Map();
  for (const [code, field] of question.ranks) {
    const place = Number(sheet.first(field));
    if (!place) continue;
    if (ranked.has(place)) sheet.refuseField(field, question.rank_twice[place - 1]);
    else ranked.set(place, code);
  }
  if (!ranked.size) return undefined;
  const needed = question.all ? question.places : Math.max(...ranked.keys());
  for (let place = 1; place <= needed && !sheet.problems.length; place += 1) {
    if (!ranked.has(place)) sheet.refuse(question.rank_missing[place - 1]);
  }
  return [...ranked.keys()].sort((a, b) => a - b).map((place) => ranked.get(place));
}

function allocation(question, sheet) {
  if (!question.points.some(([, field]) => sheet.first(field).trim())) return undefined;
  const shares = {};
  for (const [code, field, text] of question.points) {
    const share = toNumber(sheet.first(field).trim() || "0");
    if (share === null || !Number.isInteger(share.value) || share.value < 0) sheet.refuseField(field, text);
    else shares[code] = share.value;
  }
  const given = Object.values(shares).reduce((sum, each) => sum + each, 0);
  if (!sheet.problems.length && given !== question.total) {
    sheet.refuse(question.wrong_total.replace("{given}", given));
  }
  return shares;
}

function number(question, sheet) {
  const typed = sheet.first(question.key).trim();
  if (!typed) return undefined;
  const found = toNumber(typed);
  if (found === null) sheet.refuse(question.not_number);
  else if (found.decimals > question.decimals) sheet.refuse(question.fraction);
  else if (
    (question.minimum !== null && found.value < question.minimum) ||
    (question.maximum !== null && found.value > question.maximum)
  ) {
    sheet.refuse(question.outside);
  }
  return found?.value;
}

function toNumber(text) {
  const found = text.length <= LONGEST && NUMBER.exec(text.split(/\s+/u).filter(Boolean).join(" "));
  if (!found) return null;
  const part = (found[3] ?? "").replace(/0+$/, "");
  const value = Number(`${found[2].replace(/[ ,]/g, "")}.${part || 0}`);
  return { value: value && "-\u2212".includes(found[1] || "+") ? -value : value, decimals: part.length };
}

function date(question, sheet) {
  const typed = question.parts.map((field) => sheet.first(field).trim());
  if (!typed.some(Boolean)) return undefined;
  const lacking = ["day", "month", "year"].filter((_, at) => !typed[at]);
  const isNumber = typed.map((each) => /^[0-9]{1,8}$/.test(each));
  const [day, month, year] = typed.map(Number);
  const when = new Date(Date.UTC(2000, 0, 1));
  when.setUTCFullYear(year, month - 1, day);
  const isReal = isNumber.every(Boolean) && year > 0 && when.getUTCMonth() === month - 1 && when.getUTCDate() === day;
  const written = isReal ? when.toISOString().slice(0, 10) : undefined;
  const { dates, parts, earliest, latest } = question;
  if (lacking.length) {
    sheet.refuse(dates[`date_needs_${lacking.join("_")}`], parts[typed.findIndex((each) => !each)]);
  } else if (typed[2].length !== 4 && isNumber[2]) sheet.refuse(dates.date_year_digits, parts[2]);
  else if (!isReal) sheet.refuse(dates.date_not_real);
  else if ((earliest && written < earliest) || (latest && written > latest)) sheet.refuse(question.outside);
  return written;
}

function text(question, sheet) {
  const typed = sheet.first(question.key).replace(/\r\n?/g, "\n").normalize("NFC").trim();
  const tidy = question.kind === "short_text" ? line(typed) : typed;
  if (length(tidy) > question.limit) sheet.refuse(question.too_long);
  return tidy || undefined;
}

function postcode(question, sheet) {
  const typed = sheet.first(question.key);
  if (!typed.trim()) return undefined;
  const found = typed.length <= LONGEST && POSTCODE.exec(typed.replace(/[^\p{L}\p{N}]/gu, "").toUpperCase());
  if (!found) {
    sheet.refuse(question.not_postcode);
    return undefined;
  }
  const area = beginnings(found[1], found[2]).find((part) => part in question.areas);
  return area ? question.areas[area] : question.elsewhere;
}

// From the whole postcode to the letters of its town, as in engage/surveys/areas.py.
function beginnings(outward, inward) {
  const found = [3, 2, 1].map((many) => `${outward} ${inward.slice(0, many)}`);
  found.push(outward);
  if (/[A-Z]$/.test(outward)) found.push(outward.slice(0, -1));
  return [...found, outward.replace(/[A-Z]+$/, "").replace(/[0-9]+$/, "")];
}

const consent = (question, sheet) => sheet.first(question.key) || undefined;

const READERS = {
  single: one, scale: one, several, matrix, ranking, allocation, number, date, postcode, consent,
  short_text: text, long_text: text,
};
