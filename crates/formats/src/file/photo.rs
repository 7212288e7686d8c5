//! Photos: opened within limits, turned upright, made smaller, and written anew from their pixels alone. What stood beside
//! the pixels (place, time, camera, a second file behind the first) is not in the new one.

use std::io::Cursor;

use domain::file::FileKind;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType as RowFilter, PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageResult,
    Limits, RgbImage,
};

use super::kind::holds;
use super::shrink;
use super::{Clean, PIXELS_MAX, SIDE_MAX, SMALL_SIDE_MAX};

/// No side is longer, whatever the other: as long as a JPEG can be.
const ANY_SIDE_MAX: u32 = 65_535;
/// Memory that a decoder may ask for, in bytes: room for 50 million pixels of four channels.
const ALLOC_BYTES_MAX: u64 = 208 * 1_048_576;
/// Of a kept photo: hardly to be told from the original.
const QUALITY: u8 = 85;
/// Of a small picture.
const SMALL_QUALITY: u8 = 78;

/// Why a photo is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    TooManyPixels,
    CutOff,
    Broken,
}

impl Trouble {
    pub(super) fn sentence(self, name: &str) -> String {
        match self {
            Trouble::TooManyPixels => format!(
                "“{name}” has more than {} million pixels, more than can be opened here. Send a screenshot of it.",
                PIXELS_MAX / 1_000_000
            ),
            Trouble::CutOff => {
                format!("“{name}” ends in the middle. Choose it again, or send a screenshot of it.")
            }
            Trouble::Broken => {
                format!("“{name}” cannot be opened as a photo. Choose it again, or send a screenshot of it.")
            }
        }
    }
}

/// A photo as it is kept.
pub(super) fn clean(format: ImageFormat, bytes: &[u8]) -> Result<Clean, Trouble> {
    let pixels = open(format, bytes, SIDE_MAX)?;
    let jpeg = write_jpeg(&pixels, QUALITY)?;
    let (kind, bytes) = match format {
        // Letters and lines are smaller and sharper as PNG, photos as JPEG: the smaller one is the right one.
        ImageFormat::Png => match write_png(&pixels)? {
            png if png.len() <= jpeg.len() => (FileKind::Png, png),
            _ => (FileKind::Jpeg, jpeg),
        },
        _ => (FileKind::Jpeg, jpeg),
    };
    Ok(Clean { kind, bytes, pixels: Some(pixels.dimensions()) })
}

/// The small picture of a kept photo.
pub(super) fn small(format: ImageFormat, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    write_jpeg(&open(format, bytes, SMALL_SIDE_MAX)?, SMALL_QUALITY)
}

/// Upright pixels, within `side_max`.
fn open(format: ImageFormat, bytes: &[u8], side_max: u32) -> Result<RgbImage, Trouble> {
    let input = Cursor::new(bytes);
    match format {
        ImageFormat::Jpeg if !is_whole_jpeg(bytes) => Err(Trouble::CutOff),
        ImageFormat::Jpeg => decode(JpegDecoder::new(input), side_max),
        ImageFormat::Png => decode(PngDecoder::with_limits(input, limits()), side_max),
        ImageFormat::WebP => decode(WebPDecoder::new(input), side_max),
        _ => Err(Trouble::Broken),
    }
}

fn decode<D: ImageDecoder>(decoder: ImageResult<D>, side_max: u32) -> Result<RgbImage, Trouble> {
    let mut decoder = decoder.map_err(explain)?;
    // So far only the head was read: nothing was made room for yet.
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Trouble::Broken);
    }
    let mut room = limits();
    let many = u64::from(width) * u64::from(height) > PIXELS_MAX || width.max(height) > ANY_SIDE_MAX;
    if many || room.reserve(decoder.total_bytes()).is_err() {
        return Err(Trouble::TooManyPixels);
    }
    decoder.set_limits(room).map_err(explain)?;
    let orientation = decoder.orientation().map_err(explain)?;
    let image = DynamicImage::from_decoder(decoder).map_err(explain)?;
    let pixels = shrink::within(on_white(image), side_max);
    // Turned only when it is small: turning needs room for a second one.
    let mut upright = DynamicImage::from(pixels);
    upright.apply_orientation(orientation);
    Ok(upright.into_rgb8())
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(ALLOC_BYTES_MAX);
    limits
}

fn explain(error: ImageError) -> Trouble {
    match error {
        ImageError::Limits(_) => Trouble::TooManyPixels,
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Trouble::CutOff,
        _ => Trouble::Broken,
    }
}

/// A decoder paints what is missing gray and says nothing. Segments say how long they are, so that a small picture inside
/// one is stepped over; in the data behind them the mark of the end cannot stand by chance.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        at += match marker {
            0xDA => return holds(&bytes[at..], b"\xFF\xD9"),
            0xFF => 1,
            _ => 2 + usize::from(u16::from_be_bytes([high, low])),
        };
    }
    false
}

/// Without transparency, as on paper.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let seen = image.into_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let mix = |channel: u8| {
            let mixed = (u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([mix(red), mix(green), mix(blue)])
    })
}

fn write_jpeg(pixels: &RgbImage, quality: u8) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(pixels).map_err(explain)?;
    Ok(out)
}

fn write_png(pixels: &RgbImage) -> Result<Vec<u8>, Trouble> {
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Default, RowFilter::Adaptive)
        .write_image(pixels.as_raw(), pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .map_err(explain)?;
    Ok(out)
}
