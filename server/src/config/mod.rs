//! The configuration: read once, at start, from flags and the environment; wrong values are refused by name.

mod bucket;
mod values;
mod variables;

use crate::failure::Failure;
pub use bucket::BucketAccess;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use url::Url;
pub use values::LogFormat;
use variables::{VARIABLES, Variable};

/// Everything that can be set. One value for the life of the process.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to serve.
    pub addr: SocketAddr,
    /// Folder of the database and secrets; absolute.
    pub data_dir: PathBuf,
    /// Address that people type, when it differs from `addr`.
    pub base_url: Option<Url>,
    /// Proxies whose word about a client's address is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// Somebody else's Postgres; `None` means our own.
    pub database_url: Option<String>,
    /// The same database as its owner.
    pub owner_url: Option<String>,
    /// Most connections open at once.
    pub db_connections: u32,
    /// Jobs worked on at once.
    pub jobs_at_once: u32,
    /// Seconds after which silent work is given to another.
    pub job_hold_seconds: u32,
    /// Where a worker alone answers about itself.
    pub worker_addr: Option<SocketAddr>,
    /// Folder with `postgres` and `initdb`.
    pub pg_bin: Option<PathBuf>,
    /// What is logged; `None` leaves it to the command.
    pub log_filter: Option<String>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Secret for `/metrics` from elsewhere.
    pub metrics_token: Option<String>,
    /// Mail server, with its password.
    pub smtp_url: Option<Url>,
    /// Address that mails come from.
    pub mail_from: Option<String>,
    /// Minutes after which an unused sign-in of a member ends.
    pub member_idle_minutes: u32,
    /// Days after which an unused sign-in of a tenant ends.
    pub tenant_idle_days: u32,
    /// Largest upload, in megabytes.
    pub upload_mb: u32,
    /// Longest time for a page, in seconds.
    pub request_seconds: u32,
    /// Bucket for photos and documents; `None` means the data folder.
    pub files_url: Option<Url>,
    /// Most that a portfolio keeps, in megabytes.
    pub files_mb_max: u32,
    /// Who we are at the bucket's service.
    pub bucket: BucketAccess,
}

/// Values by the name of their variable.
pub type Settings = BTreeMap<String, String>;

impl Config {
    /// The environment of this process. Names and values that are not UTF-8 are nothing of ours.
    pub fn environment() -> Settings {
        std::env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
            .collect()
    }

    /// Reads the configuration. `flags` come first, then `environment`, then the defaults of the table.
    pub fn read(flags: &Settings, environment: &Settings) -> Result<Self, Failure> {
        refuse_unknown(environment)?;
        let mut config = Self::unset(environment);
        for variable in VARIABLES {
            let (source, value) = look_up(variable, flags, environment)?;
            if !value.is_empty() {
                (variable.set)(&mut config, &value).map_err(|which| complaint(&source, &value, &which))?;
            }
        }
        if config.owner_url.is_some() && config.database_url.is_none() {
            return Err(Failure::Usage(
                "DUPLEX_OWNER_URL is set but DATABASE_URL is not; set both, or neither to use the program's own database."
                    .to_owned(),
            ));
        }
        if config.smtp_url.is_some() != config.mail_from.is_some() {
            return Err(Failure::Usage(
                "DUPLEX_SMTP_URL and DUPLEX_MAIL_FROM belong together; set both to send mail, or neither."
                    .to_owned(),
            ));
        }
        if config.files_url.is_some() {
            config.bucket.check()?;
        }
        Ok(config)
    }

    /// Address for links, without a slash at its end.
    pub fn public_url(&self) -> String {
        match &self.base_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.addr),
        }
    }

    /// Whether people come over https.
    pub fn is_https(&self) -> bool {
        self.base_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// How long a sign-in may go unused.
    pub fn idle(&self) -> store::sessions::Idle {
        let seconds = |count: u32, of: u32| i32::try_from(count.saturating_mul(of)).unwrap_or(i32::MAX);
        store::sessions::Idle {
            member_s: seconds(self.member_idle_minutes, 60),
            tenant_s: seconds(self.tenant_idle_days, 86_400),
        }
    }

    /// Before the table has had its say: whatever has a default there gets it from there.
    fn unset(environment: &Settings) -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data_dir: default_data_dir(environment),
            base_url: None,
            trusted_proxies: Vec::new(),
            database_url: None,
            owner_url: None,
            db_connections: 0,
            jobs_at_once: 0,
            job_hold_seconds: 0,
            worker_addr: None,
            pg_bin: None,
            log_filter: None,
            log_format: LogFormat::Human,
            metrics_token: None,
            smtp_url: None,
            mail_from: None,
            member_idle_minutes: 0,
            tenant_idle_days: 0,
            upload_mb: 0,
            request_seconds: 0,
            files_url: None,
            files_mb_max: 0,
            bucket: BucketAccess::default(),
        }
    }
}

/// Text of `duplex help config`.
pub fn help() -> String {
    let mut text = String::from(
        "Settings, read from the environment when the program starts. Behind each name you may put _FILE and give a \
         file\nthat holds the value, so that secrets need not stand in the environment.\n",
    );
    for Variable { name, default, about, .. } in VARIABLES {
        let default = if default.is_empty() { String::new() } else { format!("  (default {default})") };
        // Writing into a String cannot fail.
        let _ = write!(text, "\n{name}{default}\n{}\n", wrap(about));
    }
    text
}

fn wrap(about: &str) -> String {
    let mut lines = vec![String::from("   ")];
    for word in about.split_whitespace() {
        if lines.last().is_some_and(|line| line.len() + word.len() > 98) {
            lines.push(String::from("   "));
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// Value of a variable, empty when there is none, and the name to blame for it. Set to nothing counts as not set, as
/// Compose files write it.
fn look_up(
    variable: &Variable,
    flags: &Settings,
    environment: &Settings,
) -> Result<(String, String), Failure> {
    let name = variable.name;
    let given = flags.get(name).or_else(|| environment.get(name)).filter(|value| !value.is_empty());
    if let Some(value) = given {
        return Ok((name.to_owned(), value.clone()));
    }
    let by_file = format!("{name}_FILE");
    let Some(path) = environment.get(&by_file).filter(|path| !path.is_empty()) else {
        return Ok((name.to_owned(), variable.default.to_owned()));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{by_file} names {path}, which cannot be read: {error}.")))?;
    Ok((by_file, text.trim_end().to_owned()))
}

/// Secrets are not repeated, wherever the sentence may end up.
fn complaint(source: &str, value: &str, which: &str) -> Failure {
    let secret =
        ["TOKEN", "URL", "KEY"].iter().any(|word| source.contains(word)) || source.ends_with("_FILE");
    let shown = if secret { "a value".to_owned() } else { format!("\"{value}\"") };
    Failure::Usage(format!("{source} is set to {shown}, {which}. `duplex help config` lists every setting."))
}

/// A misspelled name would silently do nothing. Names for the project's own scripts and tests are left alone.
fn refuse_unknown(environment: &Settings) -> Result<(), Failure> {
    let ours = |name: &&String| {
        name.starts_with("DUPLEX_") && !name.starts_with("DUPLEX_TEST_") && !name.starts_with("DUPLEX_BUILD_")
    };
    let known =
        |name: &str| VARIABLES.iter().any(|v| name == v.name || name.strip_suffix("_FILE") == Some(v.name));
    match environment.keys().filter(ours).find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => Err(Failure::Usage(format!(
            "{name} is not a setting of this program; `duplex help config` lists every one."
        ))),
    }
}

/// `.data` of the checkout that the program is started from, else the user's data folder.
fn default_data_dir(environment: &Settings) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    if let Some(checkout) = here.ancestors().find(|folder| is_checkout(folder)) {
        return checkout.join(".data");
    }
    let of = |name: &str| environment.get(name).filter(|value| value.starts_with('/')).map(PathBuf::from);
    let data = of("XDG_DATA_HOME").or_else(|| of("HOME").map(|home| home.join(".local/share")));
    data.unwrap_or_else(|| PathBuf::from("/var/lib")).join("duplex")
}

fn is_checkout(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file() && folder.join("server/src/postgres").is_dir()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
