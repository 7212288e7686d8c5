//! Photos through the whole application, as a browser sends and asks for them: who gets which, and who gets what a missing
//! one gets.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod bringing;
mod handing_out;
mod street;

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A picture with as many colors as a photo, as JPEG.
fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut noise = 7_u32;
    let image = RgbImage::from_fn(width, height, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x % 240) as u8, (y % 240) as u8, (noise >> 28) as u8])
    });
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// The same, taken with a telephone that writes down who made it and that it knows where.
fn taken_with_telephone() -> Vec<u8> {
    let bytes = jpeg(640, 480);
    let remark = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1ACanaryPlace";
    let length = u16::try_from(remark.len() + 2).unwrap().to_be_bytes();
    [&bytes[..2], &[0xFF, 0xE1], &length, remark, &bytes[2..]].concat()
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
