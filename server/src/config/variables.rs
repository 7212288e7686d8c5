//! Every setting of the program, once: this table is what is read at start and what `duplex help config` prints.

use super::Config;
use super::values;

/// One environment variable.
pub struct Variable {
    /// Its name. The same name with `_FILE` behind it may name a file that holds the value.
    pub name: &'static str,
    /// Value when it is not set, as a person would write it; empty when there is none.
    pub default: &'static str,
    /// What it does, in one or two sentences.
    pub about: &'static str,
    /// Reads the value; the error says what a right value looks like.
    pub set: fn(&mut Config, &str) -> Result<(), String>,
}

/// In the order in which `duplex help config` shows them.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "DUPLEX_ADDR",
        default: "127.0.0.1:3000",
        about: "Address and port to serve on. 0.0.0.0:3000 opens it to the network; put a proxy with https in front.",
        set: |config, text| values::address(text).map(|value| config.addr = value),
    },
    Variable {
        name: "DUPLEX_DATA_DIR",
        default: "",
        about: "Folder for the database and secrets. When it is not set: .data in the checkout that the program is \
                started from, else the user's data folder.",
        set: |config, text| values::folder(text).map(|value| config.data_dir = value),
    },
    Variable {
        name: "DUPLEX_BASE_URL",
        default: "",
        about: "Address that people type, such as https://rent.example.com: used in mails and invitations. With https, \
                cookies are secure only. When it is not set: http:// and DUPLEX_ADDR.",
        set: |config, text| values::origin(text).map(|value| config.base_url = Some(value)),
    },
    Variable {
        name: "DUPLEX_TRUSTED_PROXY",
        default: "",
        about: "Addresses of the proxies in front, such as 127.0.0.1 or a list with commas: their X-Forwarded-For says where \
                somebody comes from, which is what limits how often a stranger may try. Needed behind a proxy, else all \
                strangers look like one.",
        set: |config, text| values::addresses(text).map(|value| config.trusted_proxies = value),
    },
    Variable {
        name: "DATABASE_URL",
        default: "",
        about: "Postgres to use, as postgres://duplex_app:PASSWORD@HOST/DATABASE. When it is not set, the program \
                starts and supervises its own. See `duplex help database`.",
        set: |config, text| values::postgres(text).map(|value| config.database_url = Some(value)),
    },
    Variable {
        name: "DUPLEX_OWNER_URL",
        default: "",
        about: "With DATABASE_URL: the same database as the role duplex_owner, used for migrating and never for serving.",
        set: |config, text| values::postgres(text).map(|value| config.owner_url = Some(value)),
    },
    Variable {
        name: "DUPLEX_DB_CONNECTIONS",
        default: "16",
        about: "Most connections to Postgres that are open at once, from 2 to 500.",
        set: |config, text| values::number(text, 2..=500).map(|value| config.db_connections = value),
    },
    Variable {
        name: "DUPLEX_JOBS_AT_ONCE",
        default: "8",
        about: "Jobs that this program works on at once, from 1 to 200. Each may use a connection to Postgres.",
        set: |config, text| values::number(text, 1..=200).map(|value| config.jobs_at_once = value),
    },
    Variable {
        name: "DUPLEX_JOB_HOLD_SECONDS",
        default: "60",
        about: "Seconds after which the work of a program that has gone silent is given to another, from 1 to 3600.",
        set: |config, text| values::number(text, 1..=3600).map(|value| config.job_hold_seconds = value),
    },
    Variable {
        name: "DUPLEX_WORKER_ADDR",
        default: "",
        about: "Address and port where `duplex worker` answers /healthz, /readyz and /metrics. When it is not set, it listens \
                nowhere.",
        set: |config, text| values::address(text).map(|value| config.worker_addr = Some(value)),
    },
    Variable {
        name: "DUPLEX_PG_BIN",
        default: "",
        about: "Folder with initdb and postgres for the program's own database. When it is not set, the usual places are \
                searched and the newest version is taken.",
        set: |config, text| values::folder(text).map(|value| config.pg_bin = Some(value)),
    },
    Variable {
        name: "DUPLEX_LOG",
        default: "",
        about: "What is logged: error, warn, info, debug or trace, or a list such as info,sqlx=debug. When it is not set: \
                info for serve, web and worker, warn for every other command.",
        set: |config, text| values::filter(text).map(|value| config.log_filter = Some(value)),
    },
    Variable {
        name: "DUPLEX_LOG_FORMAT",
        default: "human",
        about: "human or json.",
        set: |config, text| values::log_format(text).map(|value| config.log_format = value),
    },
    Variable {
        name: "DUPLEX_METRICS_TOKEN",
        default: "",
        about: "Secret of at least 16 characters with which a Prometheus elsewhere may read /metrics, as a bearer token. \
                When it is not set, only this machine may.",
        set: |config, text| values::token(text).map(|value| config.metrics_token = Some(value)),
    },
    Variable {
        name: "DUPLEX_SMTP_URL",
        default: "",
        about: "Mail server, as smtps://USER:PASSWORD@HOST:465, or smtp:// with port 587 for STARTTLS; @ in the name is \
                written %40. When it is not set, no mail is sent and invitations are links to copy.",
        set: |config, text| values::mail_server(text).map(|value| config.smtp_url = Some(value)),
    },
    Variable {
        name: "DUPLEX_MAIL_FROM",
        default: "",
        about: "Address that mails come from, such as Calloway Homes <rent@example.com>. Needed with DUPLEX_SMTP_URL.",
        set: |config, text| values::line(text).map(|value| config.mail_from = Some(value)),
    },
    Variable {
        name: "DUPLEX_MEMBER_IDLE_MINUTES",
        default: "30",
        about: "Minutes after which an unused sign-in of a landlord, manager or bookkeeper ends, from 5 to 1440.",
        set: |config, text| values::number(text, 5..=1440).map(|value| config.member_idle_minutes = value),
    },
    Variable {
        name: "DUPLEX_TENANT_IDLE_DAYS",
        default: "30",
        about: "Days after which an unused sign-in of a tenant ends, from 1 to 90.",
        set: |config, text| values::number(text, 1..=90).map(|value| config.tenant_idle_days = value),
    },
    Variable {
        name: "DUPLEX_UPLOAD_MB",
        default: "52",
        about: "Largest upload in megabytes, from 1 to 500. Forms with photos have limits of their own: ten at once, 20 MB each.",
        set: |config, text| values::number(text, 1..=500).map(|value| config.upload_mb = value),
    },
    Variable {
        name: "DUPLEX_REQUEST_SECONDS",
        default: "30",
        about: "Longest time that a page may take before it is given up, in seconds, from 1 to 600. Uploads may take ten \
                times as long.",
        set: |config, text| values::number(text, 1..=600).map(|value| config.request_seconds = value),
    },
    Variable {
        name: "DUPLEX_FILES_URL",
        default: "",
        about: "Bucket for photos and documents, as s3://BUCKET or s3://BUCKET/FOLDER, of Amazon or any service that speaks S3. \
                No other house may use the same folder. When it is not set, they lie in files in the data folder.",
        set: |config, text| values::bucket(text).map(|value| config.files_url = Some(value)),
    },
    Variable {
        name: "DUPLEX_FILES_MB_MAX",
        default: "2048",
        about: "Most that one portfolio may keep of photos and documents, in megabytes, from 1 to 1000000.",
        set: |config, text| values::number(text, 1..=1_000_000).map(|value| config.files_mb_max = value),
    },
    Variable {
        name: "AWS_ACCESS_KEY_ID",
        default: "",
        about: "With DUPLEX_FILES_URL: name of a key that may read, write, list and remove there. When it is not set, the role \
                of this machine is used.",
        set: |config, text| values::line(text).map(|value| config.bucket.key = Some(value)),
    },
    Variable {
        name: "AWS_SECRET_ACCESS_KEY",
        default: "",
        about: "The secret of that key.",
        set: |config, text| values::line(text).map(|value| config.bucket.secret = Some(value)),
    },
    Variable {
        name: "AWS_SESSION_TOKEN",
        default: "",
        about: "For a key that holds for a while only: what came with it.",
        set: |config, text| values::line(text).map(|value| config.bucket.session_token = Some(value)),
    },
    Variable {
        name: "AWS_REGION",
        default: "us-east-1",
        about: "Region of the bucket.",
        set: |config, text| values::line(text).map(|value| config.bucket.region = value),
    },
    Variable {
        name: "AWS_ENDPOINT_URL",
        default: "",
        about: "Address of a service that is not Amazon's, such as https://minio.example.com.",
        set: |config, text| values::line(text).map(|value| config.bucket.endpoint = Some(value)),
    },
];
