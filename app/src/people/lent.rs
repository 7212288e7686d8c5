//! A request's body, lent to a handler: when it is dropped unread, because the request was turned away at the door, it
//! can be had back.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, Bytes};
use futures::Stream;

type Home = Arc<Mutex<Option<BodyDataStream>>>;

/// Where it comes back to.
pub struct Lent(Home);

impl Lent {
    /// The body, if nobody has read any of it.
    pub fn back(self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().map(Body::from_stream)
    }
}

/// Lends a body.
pub fn lend(body: Body) -> (Body, Lent) {
    let home = Home::default();
    let away = Away { unread: Some(body.into_data_stream()), reading: None, home: home.clone() };
    (Body::from_stream(away), Lent(home))
}

struct Away {
    unread: Option<BodyDataStream>,
    reading: Option<BodyDataStream>,
    home: Home,
}

impl Stream for Away {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(body) = self.unread.take() {
            self.reading = Some(body);
        }
        match &mut self.reading {
            Some(body) => Pin::new(body).poll_next(cx),
            None => Poll::Ready(None),
        }
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        if let Some(body) = self.unread.take() {
            *self.home.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}
