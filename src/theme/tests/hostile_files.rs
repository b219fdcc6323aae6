//! Pictures and fonts that were damaged, or made to do harm.

use std::io::Cursor;

use fastrand::Rng;
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};

use crate::theme::fuzzing::{font, picture};

const DRAWING: &str = "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'red'>]>\
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><style>.b{fill:blue}</style>\
    <linearGradient id='c'><stop stop-color='&a;'/></linearGradient>\
    <clipPath id='d'><path d='M0 0h9v9z'/></clipPath><symbol id='e'><rect width='5' height='5'/>\
    </symbol><g clip-path='url(#d)' opacity='.5'><use href='#e' class='b'/>\
    <circle cx='5' cy='5' r='4' fill='url(#c)'/></g></svg>";

/// How many damaged files a test tries: `DOORSTEP_TEST_CASES`, or 500.
#[expect(clippy::disallowed_methods, reason = "tests have no settings")]
fn cases() -> u32 {
    std::env::var("DOORSTEP_TEST_CASES").map_or(500, |cases| cases.parse().unwrap())
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn pictures(random: &mut Rng) -> Vec<Vec<u8>> {
    let colors = RgbImage::from_fn(48, 32, |_, _| image::Rgb([0; 3].map(|_: u8| random.u8(..))));
    let transparent = RgbaImage::from_pixel(24, 24, image::Rgba([9, 99, 199, 120]));
    let (colors, transparent) = (DynamicImage::from(colors), DynamicImage::from(transparent));
    let progressive = mozjpeg_rs::Encoder::max_compression()
        .encode_rgb(colors.as_bytes(), colors.width(), colors.height())
        .unwrap();
    vec![
        encoded(&colors, ImageFormat::Jpeg),
        progressive,
        encoded(&colors, ImageFormat::Png),
        encoded(&colors.to_rgb16().into(), ImageFormat::Png),
        encoded(&transparent, ImageFormat::Png),
        encoded(&transparent, ImageFormat::WebP),
        DRAWING.as_bytes().to_vec(),
    ]
}

fn fonts() -> Vec<Vec<u8>> {
    let woff2 = include_bytes!("../../../tests/fonts/blocks.woff2").to_vec();
    let variable = include_bytes!("../../../tests/fonts/blocks-variable.woff2").to_vec();
    let ttf = wuff::decompress_woff2(&woff2).unwrap();
    vec![woff2, variable, ttf]
}

/// Flips bits, cuts, repeats and exchanges parts of a file.
fn damage(file: &mut Vec<u8>, random: &mut Rng) {
    for _ in 0..random.usize(1..6) {
        if file.is_empty() {
            return;
        }
        let at = random.usize(..file.len());
        match random.u8(..5) {
            0 | 1 => file[at] ^= 1 << random.u8(..8),
            2 => file[at] = [0, 1, 0x7f, 0x80, 0xff][random.usize(..5)],
            3 => file.truncate(at),
            _ => {
                let part = file[at..file.len().min(at + random.usize(1..40))].to_vec();
                let to = random.usize(..file.len());
                file.splice(to..to, part);
            }
        }
    }
}

fn try_damaged(files: &[Vec<u8>], mut random: Rng, target: fn(&[u8])) {
    for whole in files {
        target(whole);
    }
    for _ in 0..cases() {
        let mut file = files[random.usize(..files.len())].clone();
        damage(&mut file, &mut random);
        target(&file);
    }
}

#[test]
fn a_damaged_picture_is_shown_whole_or_refused() {
    let mut random = Rng::with_seed(1);
    try_damaged(&pictures(&mut random), random, picture);
}

#[test]
fn a_damaged_font_is_used_whole_or_refused() {
    try_damaged(&fonts(), Rng::with_seed(2), font);
}

#[test]
fn files_that_would_fill_the_memory_are_refused() {
    let entities = (0..9)
        .map(|level| format!("<!ENTITY l{} '{}'>", level + 1, format!("&l{level};").repeat(9)));
    let entities: String = entities.collect();
    let svg = format!(
        "<!DOCTYPE svg [<!ENTITY l0 'x'>{entities}]><svg xmlns='http://www.w3.org/2000/svg'>\
         <path d='M0 0h9v9z'/>&l9;</svg>"
    );
    picture(svg.as_bytes());
    // A JPEG and a WebP that say that they have 65,535 and 16,383 pixels on each side.
    let jpeg =
        b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9";
    picture(jpeg);
    let webp = b"RIFF\x16\0\0\0WEBPVP8L\x09\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0";
    picture(webp);
    // A font whose compressed part holds more than its tables.
    let mut woff2 = fonts().remove(0);
    woff2.truncate(76);
    let zeros = vec![0; 64 * 1024 * 1024];
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 2, ..Default::default() };
    brotli::BrotliCompress(&mut &zeros[..], &mut packed, &settings).unwrap();
    woff2.extend(&packed);
    woff2.resize(woff2.len().next_multiple_of(4), 0);
    let (length, packed) = (woff2.len(), packed.len());
    woff2[8..12].copy_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
    woff2[20..24].copy_from_slice(&u32::try_from(packed).unwrap().to_be_bytes());
    font(&woff2);
}
