//! Sending mail through somebody's SMTP server. Knows servers and letters; what is written and to whom is decided
//! elsewhere.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Longest wait for one answer of the server.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where mail goes out, and in whose name.
#[derive(Clone)]
pub struct Settings {
    /// `smtps://user:password@host:465` (TLS from the first byte) or `smtp://user:password@host:587` (STARTTLS, which is
    /// required, except on this machine).
    pub server: Url,
    /// Address that mails come from, such as `Calloway Homes <rent@example.com>`.
    pub from: String,
}

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Address.
    pub to: String,
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Where a POST ends letters of this kind, for the button of a mail program (RFC 8058).
    pub unsubscribe_url: Option<String>,
}

/// Why a letter was not sent. The text is for the landlord, and holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings are wrong; nothing can be sent.
    #[error("{0}")]
    Settings(String),
    /// This letter will never be sent: its address is wrong, or the server wants no such letter.
    #[error("{0}")]
    Refused(String),
    /// Not now; it may work later.
    #[error("{0}")]
    Later(String),
}

impl Error {
    /// True when trying again is of no use.
    pub fn is_for_good(&self) -> bool {
        matches!(self, Error::Refused(_))
    }
}

/// Sends letters. Keeps connections open between them.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// Reads the settings; connects only when there is a letter.
    ///
    /// # Errors
    /// [`Error::Settings`] when the address of the server or of the sender cannot be read.
    pub fn new(settings: &Settings) -> Result<Mailer, Error> {
        let from = settings.from.parse().map_err(|_| {
            Error::Settings("the sender is not an address such as Calloway Homes <rent@example.com>".into())
        })?;
        let url = &settings.server;
        let host = url.host_str().unwrap_or_default();
        let wrong = |e: lettre::transport::smtp::Error| {
            Error::Settings(format!("the mail server’s name is not one: {e}"))
        };
        let builder = match url.scheme() {
            "smtps" => AsyncSmtpTransport::<Tokio1Executor>::relay(host).map_err(wrong)?,
            "smtp" if is_this_machine(url) => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
            "smtp" => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host).map_err(wrong)?,
            _ => {
                return Err(Error::Settings(
                    "the mail server is not of the form smtps://USER:PASSWORD@HOST:465".into(),
                ));
            }
        };
        let builder = match url.port() {
            Some(port) => builder.port(port),
            None => builder,
        };
        let builder = match credentials(url) {
            Some(credentials) => builder.credentials(credentials),
            None => builder,
        };
        Ok(Mailer { transport: builder.timeout(Some(PATIENCE)).build(), from })
    }

    /// Hands one letter to the server.
    ///
    /// # Errors
    /// [`Error::Refused`] or [`Error::Later`], with the server's own words.
    pub async fn send(&self, letter: &Letter) -> Result<(), Error> {
        let to = letter.to.parse().map_err(|_| Error::Refused("This is not a mail address.".into()))?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.replace(['\r', '\n'], " "))
            .message_id(None)
            .header(ContentType::TEXT_PLAIN);
        if let Some(url) = &letter.unsubscribe_url {
            message = message.header(ListUnsubscribe(format!("<{url}>"))).header(OneClick);
        }
        let message = message
            .body(letter.body.clone())
            .map_err(|e| Error::Refused(format!("The letter could not be written: {e}.")))?;
        self.transport.send(message).await.map(|_| ()).map_err(|e| explain(&e))
    }
}

/// `List-Unsubscribe` (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, BoxError> {
        Ok(ListUnsubscribe(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// `List-Unsubscribe-Post` (RFC 8058): one POST does it.
#[derive(Clone)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, BoxError> {
        Ok(OneClick)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

fn credentials(url: &Url) -> Option<Credentials> {
    // Names and passwords in an address are percent-encoded.
    let read = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    (!url.username().is_empty())
        .then(|| Credentials::new(read(url.username()), read(url.password().unwrap_or_default())))
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        // Only http-like schemes have their hosts parsed; for others an address stays a name.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

/// A final "no" to this letter is final; a final "no" to our sign-in is a wrong setting that somebody will put right.
fn explain(error: &lettre::transport::smtp::Error) -> Error {
    let code = error.status().map(u16::from);
    let about_us = matches!(code, Some(500..=504 | 530..=539));
    if error.is_permanent() && !about_us {
        return Error::Refused(format!("The mail server wants no such letter: {error}."));
    }
    Error::Later(format!("The mail server did not take it: {error}."))
}
