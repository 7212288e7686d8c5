//! Photos and documents: what comes out holds the picture and nothing else, and what cannot be taken is told in words.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Cursor;

use domain::file::FileKind;
use formats::file::{Clean, SIDE_MAX, SMALL_SIDE_MAX, clean, small};
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

fn encode(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Something with as many colors as a photo.
fn scene(width: u32, height: u32) -> RgbImage {
    let mut noise = 7_u32;
    RgbImage::from_fn(width, height, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = noise >> 28;
        Rgb([(x * 239 / width + grain) as u8, (y * 239 / height + grain) as u8, (120 + grain) as u8])
    })
}

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) },
    )
}

/// What a telephone writes before the picture: who made it, how it was held, and where: 39° 57' 40" N, 82° 59' 56" W.
fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let [high, low] = orientation.to_be_bytes();
    let head = b"MM\0*\0\0\0\x08".to_vec();
    let first = [
        3_u16.to_be_bytes().to_vec(),
        entry(0x010F, 2, 12, 50_u32.to_be_bytes()),
        entry(0x0112, 3, 1, [high, low, 0, 0]),
        entry(0x8825, 4, 1, 62_u32.to_be_bytes()),
        vec![0; 4],
    ]
    .concat();
    let gps = [
        4_u16.to_be_bytes().to_vec(),
        entry(1, 2, 2, *b"N\0\0\0"),
        entry(2, 5, 3, 116_u32.to_be_bytes()),
        entry(3, 2, 2, *b"W\0\0\0"),
        entry(4, 5, 3, 140_u32.to_be_bytes()),
        vec![0; 4],
    ]
    .concat();
    let degrees: Vec<u8> =
        [39_u32, 1, 57, 1, 40, 1, 82, 1, 59, 1, 56, 1].into_iter().flat_map(u32::to_be_bytes).collect();
    [head, first, b"CanaryCam 7\0".to_vec(), gps, degrees].concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    [&[0xFF, marker][..], &length.to_be_bytes(), body].concat()
}

/// A JPEG with these segments behind its first two bytes.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

fn taken_with_telephone(image: RgbImage, orientation: u16) -> Vec<u8> {
    let exif = [b"Exif\0\0".to_vec(), exif(orientation)].concat();
    with_segments(&encode(image, ImageFormat::Jpeg), &[segment(0xE1, &exif), segment(0xFE, b"CanaryRemark")])
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

fn opened(kept: &Clean) -> RgbImage {
    let image = image::load_from_memory(&kept.bytes).unwrap().into_rgb8();
    assert_eq!(kept.pixels, Some(image.dimensions()));
    image
}

#[test]
fn where_it_was_taken_is_not_kept() {
    let sent = taken_with_telephone(scene(640, 480), 1);
    assert!(holds(&sent, b"CanaryCam 7") && holds(&sent, &[0x88, 0x25]), "the sent one has it");
    let kept = clean("IMG_0001.JPG", &sent).unwrap();
    assert_eq!((kept.kind, kept.pixels), (FileKind::Jpeg, Some((640, 480))));
    for what in [&b"Exif"[..], b"Canary", b"http://ns.adobe.com", b"ICC_PROFILE", &exif(1)[8..]] {
        assert!(!holds(&kept.bytes, what), "{}", String::from_utf8_lossy(what));
    }
    let thumbnail = small(&kept.bytes).unwrap();
    assert!(!holds(&thumbnail, b"Exif") && thumbnail.len() < kept.bytes.len());
}

#[test]
fn a_photo_stands_upright() {
    for (orientation, dimensions, first, last) in
        [(1, (60, 40), 0, 2), (3, (60, 40), 2, 0), (6, (40, 60), 0, 2), (8, (40, 60), 2, 0)]
    {
        let kept = clean("a.jpg", &taken_with_telephone(halves(60, 40), orientation)).unwrap();
        let image = opened(&kept);
        assert_eq!(image.dimensions(), dimensions, "orientation {orientation}");
        let strongest = |pixel: &Rgb<u8>| (0..3).max_by_key(|channel| pixel.0[*channel]).unwrap();
        let (width, height) = dimensions;
        assert_eq!(strongest(image.get_pixel(3, 3)), first, "orientation {orientation}");
        assert_eq!(strongest(image.get_pixel(width - 4, height - 4)), last, "orientation {orientation}");
    }
}

#[test]
fn a_second_file_behind_the_picture_is_gone() {
    let jpeg = encode(scene(64, 64), ImageFormat::Jpeg);
    for tail in
        [&b"PK\x03\x04zip\x05\x06"[..], b"<html><script>alert(1)</script></html>", b"<?php system($_GET[0]);"]
    {
        let kept = clean("a.jpg", &[&jpeg[..], tail].concat()).unwrap();
        assert!(!holds(&kept.bytes, tail) && kept.bytes.ends_with(b"\xFF\xD9"));
    }
    let hidden = with_segments(&jpeg, &[segment(0xFE, b"<script>alert(1)</script>")]);
    assert!(!holds(&clean("a.jpg", &hidden).unwrap().bytes, b"<script>"));
}

#[test]
fn a_large_photo_becomes_small_enough_and_a_small_one_stays() {
    let kept = clean("a.jpg", &encode(scene(4_000, 3_000), ImageFormat::Jpeg)).unwrap();
    assert_eq!(opened(&kept).dimensions(), (SIDE_MAX, 1_920));
    let thumbnail = image::load_from_memory(&small(&kept.bytes).unwrap()).unwrap();
    assert_eq!((thumbnail.width(), thumbnail.height()), (SMALL_SIDE_MAX, 360));
    let tall = clean("a.png", &encode(GrayImage::new(200, 6_000), ImageFormat::Png)).unwrap();
    assert_eq!(tall.pixels, Some((85, SIDE_MAX)));
    assert_eq!(clean("a.jpg", &encode(scene(31, 17), ImageFormat::Jpeg)).unwrap().pixels, Some((31, 17)));
}

#[test]
fn screens_stay_png_and_photos_become_jpeg() {
    let screen = RgbImage::from_fn(900, 600, |x, y| {
        if x / 9 % 3 == 0 && y / 14 % 2 == 0 { Rgb([0; 3]) } else { Rgb([255; 3]) }
    });
    let kept = clean("Screenshot.png", &encode(screen.clone(), ImageFormat::Png)).unwrap();
    assert_eq!(kept.kind, FileKind::Png);
    assert_eq!(opened(&kept), screen, "not one pixel differs");
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Jpeg] {
        assert_eq!(clean("a", &encode(scene(300, 200), format)).unwrap().kind, FileKind::Jpeg, "{format:?}");
    }
    let glass =
        RgbaImage::from_fn(80, 80, |x, _| if x < 40 { Rgba([0, 0, 0, 0]) } else { Rgba([200, 0, 0, 255]) });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let image = opened(&clean("a", &encode(glass.clone(), format)).unwrap());
        assert!(image.get_pixel(5, 5).0.iter().all(|channel| *channel > 245), "{format:?}: as on paper");
    }
}

/// A PNG that says it has so many pixels, with hardly any behind it.
fn bomb(side: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let named = [&kind[..], body].concat();
        let sum = !named.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(
                sum ^ u32::from(*byte),
                |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 },
            )
        });
        [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
    };
    let head = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let zeros = [&b"\x78\x01\x01\x10\0\xEF\xFF"[..], &[0; 16], &[0, 16, 0, 1]].concat();
    [b"\x89PNG\r\n\x1A\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &zeros), chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn what_would_burst_is_refused_by_its_head() {
    for side in [30_000, 8_000, u32::MAX >> 1] {
        let sentence = clean("bomb.png", &bomb(side)).unwrap_err();
        assert!(sentence.contains("“bomb.png” has more than 50 million pixels"), "{side}: {sentence}");
    }
    let line = encode(GrayImage::new(70_000, 1), ImageFormat::Png);
    assert!(clean("a.png", &line).unwrap_err().contains("50 million"), "too long for a picture");
    let mut jpeg = encode(scene(64, 64), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    assert!(clean("a.jpg", &jpeg).unwrap_err().contains("50 million"));
    // As many as are taken, all of them black, in a file of a few kilobytes.
    let zeros = encode(GrayImage::new(7_000, 7_000), ImageFormat::Png);
    assert_eq!(clean("a.png", &zeros).unwrap().pixels, Some((SIDE_MAX, SIDE_MAX)));
}

#[test]
fn what_was_cut_off_is_not_painted_gray() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = encode(scene(400, 300), format);
        for part in [whole.len() / 2, whole.len() * 9 / 10, 40, 12] {
            let sentence = clean("x", &whole[..part]).unwrap_err();
            assert!(
                sentence.starts_with("“x” ") && sentence.contains("Choose it again"),
                "{format:?}: {sentence}"
            );
        }
    }
    // The end of the small picture in its head is not its own end.
    let inner = segment(0xE1, &[b"Exif\0\0".to_vec(), encode(scene(8, 8), ImageFormat::Jpeg)].concat());
    let outer = with_segments(&encode(scene(400, 300), ImageFormat::Jpeg), &[inner]);
    assert!(clean("x", &outer[..outer.len() / 2]).unwrap_err().contains("ends in the middle"));
}

#[test]
fn other_kinds_are_refused_in_words_whatever_they_are_called() {
    let pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    let kept = clean("leak.jpg", pdf).unwrap();
    assert_eq!((kept.kind, kept.pixels, &kept.bytes[..]), (FileKind::Pdf, None, &pdf[..]));
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "hold scripts"),
        ("a.png", b"<!doctype html><title>x</title>", "web page"),
        ("a.jpg", b"GIF89a\x01\0\x01\0\0\0\0;", "GIF"),
        ("IMG_7.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        ("a.mov", b"\0\0\0\x14ftypqt  ", "film"),
        ("quote.docx", b"PK\x03\x04\x14\0\x06\0", "Save it as PDF"),
        ("a.pdf", b"%PDF-1.4\n<html><script>", "something else at once"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "cut off"),
        ("a.jpg", b"", "is empty"),
        ("a.exe", b"MZ\x90\0", "neither a photo nor a PDF"),
    ];
    for (name, bytes, words) in cases {
        let sentence = clean(name, bytes).unwrap_err();
        assert!(sentence.contains(words) && sentence.starts_with(&format!("“{name}” ")), "{sentence}");
    }
    let huge = vec![0xFF; domain::file::FILE_BYTES_MAX + 1];
    assert!(clean("a.jpg", &huge).unwrap_err().contains("larger than 20 MB"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Damage is answered, never with a panic; what is taken all the same can be opened again.
    #[test]
    fn damage_is_survived(
        kind in 0_usize..3, hits in prop::collection::vec((0_usize..6_000, any::<u8>()), 1..12), cut in any::<u16>()
    ) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][kind];
        let mut bytes = encode(scene(40, 30), format);
        let length = bytes.len();
        for (at, byte) in hits {
            bytes[at % length] = byte;
        }
        bytes.truncate(length - usize::from(cut) % 8 % length);
        if let Ok(kept) = clean("x", &bytes) {
            prop_assert!(image::load_from_memory(&kept.bytes).is_ok());
            prop_assert!(small(&kept.bytes).is_ok());
        }
    }
}
