// Which steps and questions is this person asked? The same rules as engage/surveys/routing.py, over the same
// conditions as data. `answers` is a Map from the key of a question to its value.

export function route(steps, answers, known = new Map()) {
  const kept = new Map(known);
  const asked = [];
  for (const step of steps) {
    if (!isAsked(step, kept)) continue;
    const questions = step.questions.filter((each) => !each.show_if || holds(each.show_if, kept, step.item));
    if (step.questions.length && !questions.length) continue;
    asked.push({ step, questions });
    for (const { key } of questions) {
      if (answers.has(key)) kept.set(key, answers.get(key));
    }
    if (step.ends) break;
  }
  return { asked, kept };
}

export function holds(condition, answers, item) {
  if ("all" in condition) return condition.all.every((each) => holds(each, answers, item));
  if ("any" in condition) return condition.any.some((each) => holds(each, answers, item));
  if ("not" in condition) return !holds(condition.not, answers, item);
  if ("answered" in condition) return find(condition.answered, answers, item) !== undefined;
  if ("between" in condition) return liesBetween(find(condition.between, answers, item), condition);
  const held = codes(find(condition.is, answers, item), condition);
  return condition.codes.some((code) => held.includes(code));
}

function isAsked(step, kept) {
  if (step.picked) {
    const picks = kept.get(step.picked.question);
    if (!Array.isArray(picks) || !picks.includes(step.picked.code)) return false;
  }
  return step.conditions.every((condition) => holds(condition, kept, step.item));
}

function find(question, answers, item) {
  return (item && answers.get(`${question}@${item}`)) ?? answers.get(question);
}

function liesBetween(value, { minimum, maximum }) {
  if (typeof value !== "number") return false;
  return (minimum === null || value >= minimum) && (maximum === null || value <= maximum);
}

// The codes in an answer; of a matrix those in the condition's row and scale, or in all of them.
function codes(value, { row, scale }) {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value;
  if (!value || typeof value !== "object") return [];
  return Object.entries(value)
    .filter(([name, scales]) => (!row || row === name) && typeof scales === "object")
    .flatMap(([, scales]) => Object.entries(scales))
    .filter(([name]) => !scale || scale === name)
    .map(([, point]) => point);
}
