//! A landlord with a browser that runs no script: signs the house up, sends forms and files, follows nothing by itself.

use super::{Answer, Served};

/// Between the parts of a form with files.
const BOUNDARY: &str = "a-line-that-stands-in-no-file";

/// Somebody who is signed in.
pub struct Visitor {
    cookie: String,
}

impl Visitor {
    /// Sets up a house that nobody lives in yet.
    pub fn set_up(served: &Served) -> Visitor {
        let fields = "name=Ruth+Calloway&email=ruth%40example.com&password=the+boiler+hums+at+night\
                      &zone=America%2FNew_York&begin=empty";
        let stranger = Visitor { cookie: String::new() };
        let answer = stranger.post(served, "/setup", fields);
        let cookie = answer.header("set-cookie").and_then(|c| c.split(';').next());
        Visitor { cookie: cookie.unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body)).to_owned() }
    }

    /// As the browser sends it.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// A page.
    pub fn get(&self, served: &Served, path: &str) -> Answer {
        served.ask("GET", path, &[("cookie", &self.cookie), ("accept", "text/html")])
    }

    /// A form; `fields` as they stand in its body.
    pub fn post(&self, served: &Served, path: &str, fields: &str) -> Answer {
        let length = fields.len().to_string();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = self.headers(kind, &length);
        served.send("POST", path, &headers, fields.as_bytes())
    }

    /// A form with a file; answers where it leads, or the page that refuses it.
    pub fn upload(
        &self,
        served: &Served,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        let (before, after) = around_file(fields, file.0);
        let length = (before.len() + file.1.len() + after.len()).to_string();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = self.headers(("content-type", &kind), &length);
        let body = [before.as_bytes(), file.1, after.as_bytes()].concat();
        served.send("POST", path, &headers, &body)
    }

    /// The head of a form with a file of `bytes` bytes, sent; and what stands before and after the file in its body.
    pub fn begin_upload(
        &self,
        served: &Served,
        path: &str,
        name: &str,
        bytes: usize,
    ) -> (std::net::TcpStream, String, String) {
        let (before, after) =
            around_file(&[("account", "new"), ("name", "Checking"), ("kind", "checking")], name);
        let length = (before.len() + bytes + after.len()).to_string();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        (served.begin("POST", path, &self.headers(("content-type", &kind), &length)), before, after)
    }

    fn headers<'a>(&'a self, kind: (&'a str, &'a str), length: &'a str) -> [(&'a str, &'a str); 5] {
        let page = ("accept", "text/html");
        [("cookie", &self.cookie), ("sec-fetch-site", "same-origin"), page, kind, ("content-length", length)]
    }
}

fn around_file(fields: &[(&str, &str)], name: &str) -> (String, String) {
    let mut before = String::new();
    for (field, value) in fields {
        let head = format!("content-disposition: form-data; name=\"{field}\"");
        before.push_str(&format!("--{BOUNDARY}\r\n{head}\r\n\r\n{value}\r\n"));
    }
    let head = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
    before.push_str(&format!("--{BOUNDARY}\r\n{head}\r\ncontent-type: text/csv\r\n\r\n"));
    (before, format!("\r\n--{BOUNDARY}--\r\n"))
}

/// The place that an answer sends to, with the id in it.
pub fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", words(&answer.body));
    answer.header("location").unwrap_or_default().to_owned()
}

/// A page without its tags.
pub fn words(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => (inside, text) = (false, text + " "),
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
