// Amounts as the house writes them: whole cents in, words out, with a true minus sign.

const MINUS = "\u2212";
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const plain = new Intl.NumberFormat("en-US");

/** `$1,450.00`, `−$12.50`; or a plain number. */
export function full(value, unit) {
  const text = unit === "cents" ? dollars.format(Math.abs(value) / 100) : plain.format(Math.abs(value));
  return (value < 0 ? MINUS : "") + text;
}

/** `12k`, `1.5M`, `400`: for the axis, without sign. */
export function short(value, unit) {
  const whole = Math.abs(unit === "cents" ? value / 100 : value);
  const cut = (size, letter) => `${Number((whole / size).toFixed(1))}${letter}`;
  if (whole >= 1e6) return cut(1e6, "M");
  if (whole >= 1e3) return cut(1e3, "k");
  return plain.format(whole);
}
