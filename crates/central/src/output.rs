//! What the program prints: lines on the standard output, complaints on the standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a terminal program's own output")]

/// One line.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// One line of JSON.
pub(crate) fn say_json(value: &impl serde::Serialize) {
    match serde_json::to_string(value) {
        Ok(line) => println!("{line}"),
        Err(error) => eprintln!("nrmp-central: {error}"),
    }
}

/// One line of complaint.
pub(crate) fn complain(line: &str) {
    eprintln!("{line}");
}
