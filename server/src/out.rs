//! Results go to standard output, and a reader who has left (`| head`) is not an error.

use std::io::Write;

/// Prints one line. The log and every complaint go to standard error instead.
pub fn line(text: impl std::fmt::Display) {
    // A closed pipe is the only way this fails in practice, and then nobody is there to be told.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints one sentence to standard error.
pub fn complain(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "duplex: {text}");
}
