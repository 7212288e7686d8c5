//! Currencies as bank exports write them: ISO codes and signs.

/// Codes that are recognized. A three-letter word outside this list is no currency.
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "CHF", "JPY", "CNY", "HKD", "SGD", "INR", "SEK", "NOK", "DKK",
    "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "HRK", "RSD", "UAH", "RUB", "TRY", "ILS", "AED", "SAR", "ZAR",
    "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "UYU", "KRW", "TWD", "THB", "MYR", "IDR", "PHP", "VND", "EGP",
    "MAD", "NGN", "KES", "KWD", "BHD", "QAR", "JOD", "PKR", "LKR", "BDT", "GEL", "KZT", "CRC", "DOP", "GTQ",
    "PAB", "BAM", "MKD", "ALL",
];

/// Signs and what they stand for; a dollar or crown sign alone does not say whose.
const SIGNS: &[(&str, Option<&str>)] = &[
    ("US$", Some("USD")),
    ("C$", Some("CAD")),
    ("A$", Some("AUD")),
    ("R$", Some("BRL")),
    ("$", None),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("¥", None),
    ("₹", Some("INR")),
    ("₽", Some("RUB")),
    ("₴", Some("UAH")),
    ("₪", Some("ILS")),
    ("zł", Some("PLN")),
    ("Kč", Some("CZK")),
    ("Ft", Some("HUF")),
    ("kr.", None),
    ("kr", None),
    ("Fr.", Some("CHF")),
    ("lei", Some("RON")),
];

/// The listed code that a word is, in any case.
pub(super) fn code(word: &str) -> Option<&'static str> {
    if word.len() != 3 {
        return None;
    }
    CODES.iter().copied().find(|code| code.eq_ignore_ascii_case(word))
}

/// Takes a code or sign off either end of a number.
pub(super) fn take(text: &str) -> Option<(&str, Option<&'static str>)> {
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some((rest, *code));
        }
    }
    if let Some(found) = text.get(..3).and_then(code) {
        return text.get(3..).map(|rest| (rest, Some(found)));
    }
    let split = text.len().checked_sub(3)?;
    let found = text.get(split..).and_then(code)?;
    text.get(..split).map(|rest| (rest, Some(found)))
}
