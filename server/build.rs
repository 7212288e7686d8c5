//! Tells the program where the built site lies: a release embeds it, a debug build reads it while it runs.

use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // OUT_DIR is TARGET[/TRIPLE]/PROFILE/build/PACKAGE/out. The site lies in TARGET, wherever cargo was told to put that.
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let triple = PathBuf::from(std::env::var_os("TARGET").unwrap_or_default());
    let outputs = out.ancestors().nth(4).unwrap_or(&out);
    let target = if outputs.ends_with(&triple) { outputs.parent().unwrap_or(outputs) } else { outputs };
    let site = target.join("site");
    println!("cargo:rustc-env=DUPLEX_SITE={}", site.display());
    if std::env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed={}", site.display());
        assert!(site.join("site.json").is_file(), "There is no site to embed yet; bin/build makes it first.");
    }
}
