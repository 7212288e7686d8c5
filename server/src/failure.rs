//! How a command ends when it does not end well: one sentence for people, one number for scripts.

use std::fmt;
use std::process::ExitCode;

/// Why a command gave up. The text is a whole sentence that says what to do.
#[derive(Debug)]
pub enum Failure {
    /// The command or the configuration was wrong; nothing was tried. Exit status 2.
    Usage(String),
    /// It was tried and did not work. Exit status 1.
    Failed(String),
}

impl Failure {
    /// Exit status of the process.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::from(1),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Failed(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Failure {}

impl From<store::bootstrap::GroundError> for Failure {
    fn from(error: store::bootstrap::GroundError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Shorthand for the commonest ending.
pub fn failed(text: impl Into<String>) -> Failure {
    Failure::Failed(text.into())
}

/// What a command answers.
pub type Outcome = Result<(), Failure>;
