//! Making a picture smaller: each new pixel is the mean of the area it covers, in whole numbers. No line of a grid is lost, as
//! with picking pixels, and no copy in floating point is kept, as with the finer filters.

use image::RgbImage;

/// Red, green and blue stand side by side.
const CHANNELS: usize = 3;

/// The picture with its longer side at most `side_max`; smaller ones as they are.
pub(super) fn within(image: RgbImage, side_max: u32) -> RgbImage {
    let (width, height) = image.dimensions();
    let long = width.max(height);
    if long <= side_max {
        return image;
    }
    // Rounded, and never nothing.
    let scaled = |side: u32| {
        let new = (u64::from(side) * u64::from(side_max) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(new).unwrap_or(side_max).max(1)
    };
    shrink(&image, scaled(width), scaled(height))
}

/// To a size that is at most the old one, both ways.
fn shrink(image: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (old_width, old_height) = (image.width() as usize, image.height() as usize);
    let (new_width, new_height) = (width as usize, height as usize);
    let area = (old_width * old_height) as u64;
    let mut out = Vec::with_capacity(new_width * new_height * CHANNELS);
    let mut sums = vec![0_u64; new_width * CHANNELS];
    let mut line = vec![0_u32; new_width * CHANNELS];
    // An old row counts `new_height`, a new one is full at `old_height`: so both are whole numbers.
    let mut filled = 0;
    for row in image.as_raw().chunks_exact(old_width * CHANNELS) {
        across(row, old_width, new_width, &mut line);
        let part = new_height.min(old_height - filled);
        add(&mut sums, &line, part);
        filled += part;
        if filled == old_height {
            out.extend(sums.iter().map(|sum| u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX)));
            sums.fill(0);
            filled = new_height - part;
            add(&mut sums, &line, filled);
        }
    }
    RgbImage::from_raw(width, height, out).unwrap_or_default()
}

/// One row made narrower; each value is a sum that `old_width` divides into the mean.
fn across(row: &[u8], old_width: usize, new_width: usize, line: &mut [u32]) {
    line.fill(0);
    let (mut at, mut filled) = (0, 0);
    for pixel in row.chunks_exact(CHANNELS) {
        let part = new_width.min(old_width - filled);
        filled += part;
        for (sum, value) in line[at..].iter_mut().zip(pixel) {
            *sum += u32::from(*value) * part as u32;
        }
        if filled == old_width {
            at += CHANNELS;
            filled = new_width - part;
            for (sum, value) in line[at..].iter_mut().zip(pixel) {
                *sum += u32::from(*value) * filled as u32;
            }
        }
    }
}

fn add(sums: &mut [u64], line: &[u32], times: usize) {
    for (sum, value) in sums.iter_mut().zip(line) {
        *sum += u64::from(*value) * times as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn every_new_pixel_is_the_mean_of_its_area() {
        let steps = RgbImage::from_fn(6, 4, |x, y| Rgb([(x * 10) as u8, (y * 10) as u8, 255]));
        assert_eq!(shrink(&steps, 3, 2).as_raw()[..6], [5, 5, 255, 25, 5, 255]);
        // Three into two: a whole one and half of the one between.
        let three = RgbImage::from_raw(3, 1, vec![0, 0, 0, 90, 90, 90, 240, 240, 240]).unwrap();
        assert_eq!(shrink(&three, 2, 1).as_raw()[..], [30, 30, 30, 190, 190, 190]);
        assert_eq!(shrink(&three, 1, 1).as_raw()[..], [110, 110, 110]);
    }

    #[test]
    fn sizes_keep_their_shape() {
        for (size, side_max, expected) in [
            ((4_000, 3_000), 2_560, (2_560, 1_920)),
            ((3, 9_000), 480, (1, 480)),
            ((480, 20), 480, (480, 20)),
            ((481, 481), 480, (480, 480)),
        ] {
            let white = RgbImage::from_pixel(size.0, size.1, Rgb([255; 3]));
            let small = within(white, side_max);
            assert_eq!(small.dimensions(), expected);
            assert!(small.as_raw().iter().all(|value| *value == 255), "white stays white");
        }
    }
}
