//! The sentences that turn a file away: what it is, and what to do instead.

use crate::sniff::Alien;

const CHOOSE: &str =
    "On your bank's website, download the transactions as CSV, OFX or QFX and import that file.";

/// A file of another kind.
pub(crate) fn other(what: Alien, name: &str) -> String {
    let what = match what {
        Alien::Empty => {
            return "This file is empty. Download it again from your bank and import the new copy."
                .to_owned();
        }
        Alien::Pdf => "This is a PDF, which shows a statement but does not hold its rows as data.",
        Alien::Html if looks_like_sheet(name) => {
            "This file calls itself a spreadsheet but is a web page. Open it in a spreadsheet program and save it as CSV, or choose another format at your bank."
        }
        Alien::Html => {
            "This is a web page, perhaps a sign-in or error page that was saved in place of the statement."
        }
        Alien::Workbook => {
            return "This is an Excel workbook. Open it, save the sheet with the transactions as CSV, and import that file. Your bank may also offer CSV, OFX or QFX directly.".to_owned();
        }
        Alien::Zip => {
            return "This is a compressed archive. Unpack it and import the CSV, OFX or QFX file inside."
                .to_owned();
        }
        Alien::Image => "This is a picture. Rows cannot be read from it.",
        Alien::Document => "This is a text document, not a list of transactions.",
        Alien::Qif => "This is a QIF file, a format that leaves out currency and bank ids.",
        Alien::Camt => "This is an ISO 20022 (CAMT) file.",
        Alien::Mt940 => "This is an MT940 file.",
        Alien::Xml => "This is an XML file, but not OFX.",
        Alien::Json => "This is a JSON file, made for programs rather than for import.",
        Alien::Binary => "This file holds binary data, not text.",
    };
    format!("{what} {CHOOSE}")
}

fn looks_like_sheet(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".xls") || name.ends_with(".xlsx")
}

/// A file over the limit.
pub(crate) fn too_large(bytes: usize) -> String {
    let mib = bytes / (1024 * 1024);
    format!(
        "This file has {mib} MiB; at most 50 MiB can be read. Download a shorter span of time, such as one year."
    )
}

/// More rows than the limit.
pub(crate) fn too_many_rows() -> String {
    "This file has more than 1,000,000 rows. Download a shorter span of time, such as one year.".to_owned()
}

/// Text without anything that looks like a bank line.
pub(crate) fn no_dated_amounts() -> String {
    format!("No rows with a date and an amount were found in this file, so it is no statement. {CHOOSE}")
}

/// A list of securities trades or holdings.
pub(crate) fn trades() -> String {
    format!(
        "This is a list of investment trades or holdings (it has columns such as ticker, shares or price), not of bank transactions. {CHOOSE}"
    )
}

/// An OFX reply that says the bank turned the request down.
pub(crate) fn ofx_error(message: &str) -> String {
    let said = if message.is_empty() { String::new() } else { format!(" (“{message}”)") };
    format!(
        "This OFX file holds an error message from the bank{said} and no transactions. Download it again, and sign in to your bank first if it asks."
    )
}

/// An OFX reply to a sign-in.
pub(crate) fn ofx_sign_on() -> String {
    format!("This OFX file only holds the bank's answer to a sign-in, no statement. {CHOOSE}")
}

/// An OFX list of accounts.
pub(crate) fn ofx_accounts() -> String {
    format!("This OFX file only lists accounts; it has no transactions. {CHOOSE}")
}
