//! `duplex eval`: the functions that the product uses, on inputs whose answers somebody knows. Needs no database.

use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use domain::Cents;
use domain::bank::normalize;
use domain::id::BankAccountId;
use domain::rules::{Matcher, Subject, eval_label};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::database::clock;
use crate::failure::{Failure, Outcome, failed};
use crate::out;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Read statement files, or say what else they are
    Parse(Files),
    /// Say what bank lines were for: CSV files with id, description, amount and account
    Categorize(Files),
}

#[derive(Debug, clap::Args)]
struct Files {
    /// Inputs
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Where the answers go, one JSON object a line
    #[arg(long, value_name = "FILE.jsonl")]
    out: PathBuf,
}

/// Measures; answers are written one by one, so that a crash loses nothing of those before it.
pub fn run(args: &Args) -> Outcome {
    match &args.task {
        Task::Parse(files) => parse(files),
        Task::Categorize(files) => categorize(files),
    }
}

fn parse(files: &Files) -> Outcome {
    let mut answers = Answers::open(&files.out)?;
    let today = clock()().date_naive();
    for input in &files.inputs {
        let name = input.to_string_lossy();
        let bytes = match std::fs::read(input) {
            Ok(bytes) => bytes,
            Err(error) => {
                out::complain(format!("{name} cannot be read: {error}."));
                continue;
            }
        };
        // One that fails does not stop the next, not even by a mistake of ours: to show that is what measuring is for.
        match catch_unwind(AssertUnwindSafe(|| formats::eval::parse(&name, &bytes, today))) {
            Ok(answer) => answers.write(&answer)?,
            Err(_) => out::complain(format!("{name} has no answer because of a mistake in the program.")),
        }
    }
    answers.close()
}

fn categorize(files: &Files) -> Outcome {
    let mut answers = Answers::open(&files.out)?;
    let matcher = Matcher::new(Vec::new()).map_err(failed)?;
    for input in &files.inputs {
        let unreadable = |why: String| failed(format!("{} cannot be read: {why}.", input.display()));
        let mut reader = csv::Reader::from_path(input).map_err(|e| unreadable(e.to_string()))?;
        let columns = reader.headers().map_err(|e| unreadable(e.to_string()))?.clone();
        for row in reader.records() {
            let row = row.map_err(|e| unreadable(e.to_string()))?;
            let cell = |name: &str| {
                columns.iter().position(|c| c == name).and_then(|at| row.get(at)).unwrap_or_default()
            };
            answers.write(&label(&matcher, cell("id"), cell("description"), cell("amount")))?;
        }
    }
    answers.close()
}

/// One bank line with what the starter entries say about it. An amount that cannot be read is no amount.
fn label(matcher: &Matcher, id: &str, description: &str, amount: &str) -> Value {
    let merchant = normalize(description);
    let amount = Cents::parse(amount).unwrap_or_default();
    let guess = matcher.guess(&Subject { merchant: &merchant, amount, account: BankAccountId(Uuid::nil()) });
    let percent = guess.as_ref().map_or(0, |g| g.confidence);
    // Whole percent as a number between 0 and 1, written and read back instead of divided.
    let share: Value =
        serde_json::from_str(&format!("{}.{:02}", percent / 100, percent % 100)).unwrap_or_default();
    json!({ "id": id, "label": eval_label(guess.as_ref()), "confidence": share })
}

/// A file of answers, and how many stand in it.
struct Answers {
    file: File,
    path: PathBuf,
    count: u64,
}

impl Answers {
    fn open(path: &Path) -> Result<Answers, Failure> {
        let file = File::create(path).map_err(|e| {
            failed(format!("{} cannot be written: {e}. Choose another --out.", path.display()))
        })?;
        Ok(Answers { file, path: path.to_path_buf(), count: 0 })
    }

    fn write(&mut self, answer: &Value) -> Outcome {
        self.count += 1;
        let line = format!("{answer}\n");
        self.file
            .write_all(line.as_bytes())
            .map_err(|e| failed(format!("{} cannot be written any further: {e}.", self.path.display())))
    }

    fn close(self) -> Outcome {
        out::line(format!("{} answers in {}", self.count, self.path.display()));
        Ok(())
    }
}
