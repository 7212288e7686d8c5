//! Forms with photos and documents. A file that is too large is read past, not kept and told of; the other files and whatever
//! was typed are kept, because a report must not be lost over a photo.

use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use domain::Typed;
use domain::file::{FILE_BYTES_MAX, FORM_BYTES_MAX, FORM_FILES_MAX, told_name};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::answer::{Failure, Sentence};
use super::form::{BYTES_MAX, Form, PAIRS_MAX, Upload, broken, is_multipart};

/// A form with photos and documents.
pub struct Photos {
    /// The plain fields.
    pub typed: Typed,
    /// The files within limits, in the order they were chosen.
    pub files: Vec<Upload>,
    /// A sentence for each file that was left out.
    pub left_out: Vec<Sentence>,
    /// The memory that the files take, given back with it.
    pub room: Room,
}

/// Megabytes that the files of all forms may take at once, while they are read and opened.
static MEGABYTES: Semaphore = Semaphore::const_new(512);

/// A part of that memory.
#[derive(Default)]
pub struct Room(Option<SemaphorePermit<'static>>);

impl Room {
    /// Makes it so large; false when there is no room just now.
    fn grow(&mut self, bytes: usize) -> bool {
        let has = self.0.as_ref().map_or(0, SemaphorePermit::num_permits);
        let Some(lacks) = bytes.div_ceil(1 << 20).checked_sub(has).filter(|lacks| *lacks > 0) else {
            return true;
        };
        let Ok(more) = MEGABYTES.try_acquire_many(u32::try_from(lacks).unwrap_or(u32::MAX)) else {
            return false;
        };
        match &mut self.0 {
            Some(room) => room.merge(more),
            None => self.0 = Some(more),
        }
        true
    }
}

impl<S: Send + Sync> FromRequest<S> for Photos {
    type Rejection = Failure;

    async fn from_request(mut request: Request, state: &S) -> Result<Photos, Failure> {
        // What is too large is for this form to say in words, file by file; the server limits what is sent in all.
        DefaultBodyLimit::disable().apply(&mut request);
        if !is_multipart(request.headers()) {
            let Form(typed) = Form::from_request(request, state).await?;
            return Ok(Photos { typed, files: Vec::new(), left_out: Vec::new(), room: Room::default() });
        }
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| broken())?;
        let mut so_far = SoFar::default();
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let field = part.name().unwrap_or_default().to_string();
            match part.file_name().map(str::to_string) {
                None => so_far.text(field, part).await?,
                Some(name) => so_far.file(field, name, part).await?,
            }
        }
        Ok(Photos {
            typed: Typed::new(so_far.pairs),
            files: so_far.files,
            left_out: so_far.left_out,
            room: so_far.room,
        })
    }
}

/// What was read of a form.
#[derive(Default)]
struct SoFar {
    pairs: Vec<(String, String)>,
    text_bytes: usize,
    files: Vec<Upload>,
    file_bytes: usize,
    left_out: Vec<Sentence>,
    room: Room,
}

impl SoFar {
    async fn text(&mut self, field: String, mut part: Field<'_>) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            self.text_bytes += chunk.len();
            if self.text_bytes > BYTES_MAX {
                let sentence = "This form is longer than we read. Shorten it and send it again.";
                return Err(Failure::Bad(sentence.into()));
            }
            bytes.extend_from_slice(&chunk);
        }
        if self.pairs.len() < PAIRS_MAX {
            self.pairs.push((field, String::from_utf8_lossy(&bytes).into_owned()));
        }
        Ok(())
    }

    /// Reads to the end whatever comes, and keeps it while it is within limits.
    async fn file(&mut self, field: String, name: String, mut part: Field<'_>) -> Result<(), Failure> {
        let mut bytes = Vec::new();
        let mut trouble = (self.files.len() >= FORM_FILES_MAX).then_some(Trouble::Count);
        while let Some(chunk) = part.chunk().await.map_err(|_| broken())? {
            trouble = trouble.or_else(|| self.too_much(bytes.len() + chunk.len()));
            if trouble.is_none() && !self.room.grow(self.file_bytes + bytes.len() + chunk.len()) {
                trouble = Some(Trouble::Room);
            }
            match trouble {
                None => bytes.extend_from_slice(&chunk),
                // Given back at once: there may be much to come.
                Some(_) => bytes = Vec::new(),
            }
        }
        match trouble {
            // An empty control sends a file without a name and without content.
            None if name.is_empty() && bytes.is_empty() => {}
            None => {
                self.file_bytes += bytes.len();
                bytes.shrink_to_fit();
                self.files.push(Upload { field, name, bytes });
            }
            Some(_) if name.is_empty() => {}
            Some(trouble) => self.left_out.push(trouble.sentence(&told_name(&name))),
        }
        Ok(())
    }

    fn too_much(&self, bytes: usize) -> Option<Trouble> {
        if bytes > FILE_BYTES_MAX {
            return Some(Trouble::Size);
        }
        (self.file_bytes + bytes > FORM_BYTES_MAX).then_some(Trouble::Sum)
    }
}

/// Why a file is left out before anybody has looked into it.
#[derive(Clone, Copy)]
enum Trouble {
    Count,
    Size,
    Sum,
    Room,
}

impl Trouble {
    fn sentence(self, name: &str) -> Sentence {
        Sentence(match self {
            Trouble::Size => formats::file::too_large(name),
            Trouble::Count => {
                format!(
                    "“{name}” was left out, because {FORM_FILES_MAX} files at once are the most. Send it afterwards."
                )
            }
            Trouble::Room => format!(
                "“{name}” was left out, because very many photos are arriving just now. Send it again in a minute."
            ),
            Trouble::Sum => {
                let most = FORM_BYTES_MAX / 1_048_576;
                format!(
                    "“{name}” was left out, because all together they are more than {most} MB. Send it afterwards."
                )
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, Bytes};
    use futures::stream;

    /// A form whose files are made while they are read: a name and a size in megabytes each.
    async fn sent(files: &[(&str, usize)]) -> Photos {
        let mut chunks = Vec::new();
        let mega = Bytes::from(vec![7; 1_048_576]);
        let text = |words: String| Bytes::from(words);
        let field = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nWater on the floor 💧\r\n";
        chunks.push(text(field.into()));
        for (name, megabytes) in files {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\n\r\n"
            );
            chunks.push(text(head));
            chunks.extend(std::iter::repeat_n(mega.clone(), *megabytes));
            chunks.push(text("\r\n".into()));
        }
        chunks.push(text(
            "--b\r\nContent-Disposition: form-data; name=\"access\"\r\n\r\nafter five\r\n--b--\r\n".into(),
        ));
        let body = Body::from_stream(stream::iter(chunks.into_iter().map(Ok::<_, std::convert::Infallible>)));
        let request =
            Request::builder().header("content-type", "multipart/form-data; boundary=b").body(body).unwrap();
        Photos::from_request(request, &()).await.unwrap_or_else(|failure| panic!("{failure:?}"))
    }

    fn names(photos: &Photos) -> Vec<&str> {
        photos.files.iter().map(|file| file.name.as_str()).collect()
    }

    #[tokio::test]
    async fn what_is_too_large_is_left_out_and_nothing_else_is() {
        let photos = sent(&[("small.jpg", 1), ("huge.jpg", 30), ("", 0), ("last.jpg", 20)]).await;
        assert_eq!(names(&photos), ["small.jpg", "last.jpg"]);
        assert_eq!(photos.typed.value("title"), "Water on the floor 💧");
        assert_eq!(photos.typed.value("access"), "after five", "what stands behind the files is read too");
        let [Sentence(only)] = &photos.left_out[..] else { panic!("{:?}", photos.left_out) };
        assert!(only.starts_with("“huge.jpg” is larger than 20 MB."), "{only}");
    }

    #[tokio::test]
    async fn there_is_a_limit_on_all_of_them_together() {
        let photos = sent(&[("a", 20), ("b", 20), ("c", 20), ("d", 19), ("e", 2), ("f", 1)]).await;
        assert_eq!(names(&photos), ["a", "b", "c", "d", "f"]);
        assert!(photos.left_out[0].0.contains("“e” was left out") && photos.left_out[0].0.contains("80 MB"));
        let many = sent(&[("x.jpg", 0); 12].map(|(name, _)| (name, 1))).await;
        assert_eq!((many.files.len(), many.left_out.len()), (10, 2));
    }
}
