//! A photo or document that somebody sends: told by its content, opened within limits and written anew, so that where it
//! was taken and whatever else hides in it stays behind.

mod kind;
mod pdf;
mod photo;
mod shrink;

use domain::file::{FILE_BYTES_MAX, FileKind, told_name};
use kind::Found;

/// The longer side of a kept photo, in pixels.
pub const SIDE_MAX: u32 = 2_560;
/// The longer side of a small picture, in pixels.
pub const SMALL_SIDE_MAX: u32 = 480;
/// The most pixels of a photo that is opened; a telephone's has 12 to 50 million.
pub const PIXELS_MAX: u64 = 50_000_000;

/// A file fit to be kept and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clean {
    /// What it is now.
    pub kind: FileKind,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Width and height in pixels, where it is a picture.
    pub pixels: Option<(u32, u32)>,
}

/// Makes a file fit to be kept. `told` is its name on the person's machine and only helps the wording. Takes a second of a
/// core and up to some 400 MB of memory for the largest photos: few at a time, and beside the others' requests.
///
/// # Errors
/// A sentence that names the file and says what to do.
pub fn clean(told: &str, bytes: &[u8]) -> Result<Clean, String> {
    let name = told_name(told);
    if bytes.len() > FILE_BYTES_MAX {
        return Err(too_large(&name));
    }
    let photo = |format| photo::clean(format, bytes).map_err(|trouble| trouble.sentence(&name));
    match kind::of(bytes) {
        Found::Photo(format) => photo(format),
        Found::Pdf => {
            pdf::check(bytes).map_err(|trouble| trouble.sentence(&name))?;
            Ok(Clean { kind: FileKind::Pdf, bytes: bytes.to_vec(), pixels: None })
        }
        Found::Alien(alien) => Err(alien.sentence(&name)),
    }
}

/// The small picture of a kept photo, as JPEG.
///
/// # Errors
/// A sentence for the log when the bytes are no photo that was kept by [`clean`].
pub fn small(bytes: &[u8]) -> Result<Vec<u8>, String> {
    match kind::of(bytes) {
        Found::Photo(format) => photo::small(format, bytes).map_err(|trouble| trouble.sentence("it")),
        _ => Err("it is no photo".into()),
    }
}

/// The sentence about a file that is larger than any that is taken.
pub fn too_large(name: &str) -> String {
    let most = FILE_BYTES_MAX / 1_048_576;
    format!("“{name}” is larger than {most} MB. Send a smaller one, or a screenshot of it.")
}
