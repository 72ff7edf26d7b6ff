//! A person's browser at the program itself, and programs beside it: what the clients of `http` tests do, on a socket.

use crate::node::Node;
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

/// The password of every person.
pub(crate) const PASSWORD: &str = "seven green bicycles";

/// The first line, the headers and the body of a request or an answer.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub first: String,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Message {
    #[track_caller]
    pub(crate) fn parse(text: &str) -> Self {
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            panic!("no whole message: {text:?}");
        };
        let mut lines = head.lines();
        let first = lines.next().unwrap().to_owned();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_lowercase(), value.trim().to_owned())
        };
        let mut message = Self {
            first,
            headers: lines.map(header).collect(),
            body: body.to_owned(),
        };
        if message.all("transfer-encoding") == ["chunked"] {
            message.body = joined(body);
        }
        message
    }

    pub(crate) fn status(&self) -> u16 {
        self.first.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Returns all values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let values = self.headers.iter().filter(|(other, _)| other == name);
        values.map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the value of a header that is there once.
    #[track_caller]
    pub(crate) fn only(&self, name: &str) -> &str {
        let values = self.all(name);
        assert_eq!(values.len(), 1, "{name}: {self:?}");
        values.first().unwrap()
    }

    /// Returns the cookies that an answer sets, without those that it removes.
    pub(crate) fn cookies(&self) -> BTreeMap<String, String> {
        let set = self
            .all("set-cookie")
            .into_iter()
            .filter(|set| !set.contains("Max-Age=0"));
        let pairs = set.filter_map(|set| set.split(';').next()?.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// Joins the chunks of a body.
fn joined(mut chunks: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = chunks.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        body.push_str(&rest[..size]);
        chunks = rest[size..].trim_start_matches("\r\n");
    }
    body
}

/// The owner's browser.
#[derive(Clone)]
pub(crate) struct Person {
    address: String,
    host: String,
    pub jar: BTreeMap<String, String>,
}

impl Person {
    /// Opens the set-up link, creates the owner and signs in.
    pub(crate) fn owner(node: &Node, host: &str, email: &str) -> Self {
        let mut person = Self {
            address: node.address().to_owned(),
            host: host.to_owned(),
            jar: BTreeMap::new(),
        };
        let link = node.set_up_link().unwrap();
        let (_, token) = link.trim().rsplit_once('/').unwrap();
        person.post("links/open-set-up", &[("token", token)]);
        person.post(
            "set-up",
            &[("name", "Ana Ruiz"), ("email", email), ("password", PASSWORD)],
        );
        person.post("sign-in", &[("email", email), ("password", PASSWORD)]);
        person
    }

    /// Sends a form like the client's script, which has to succeed.
    #[track_caller]
    pub(crate) fn post(&mut self, endpoint: &str, fields: &[(&str, &str)]) -> Message {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let head = format!(
            "POST /ui/{endpoint} HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}",
            body.len()
        );
        let answer = self.send(&head, &body);
        assert_eq!(answer.status(), 200, "{endpoint}: {answer:?}");
        answer
    }

    /// Opens a page.
    pub(crate) fn get(&mut self, path: &str) -> Message {
        self.send(&format!("GET {path} HTTP/1.1\r\nAccept: text/html"), "")
    }

    /// Makes a key with scopes and returns its id and its text.
    pub(crate) fn key(&mut self, name: &str, scopes: &str) -> (String, String) {
        let mut fields = vec![("key_name", name), ("days", "90"), ("networks", "")];
        fields.extend(scopes.split(' ').map(|scope| ("scopes[]", scope)));
        let page = self.post("api-keys/make", &fields).only("location").to_owned();
        let shown = self.get(&page).body;
        let (_, rest) = shown.split_once("tfk_").unwrap();
        let rest: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        (page.rsplit('/').next().unwrap().to_owned(), format!("tfk_{rest}"))
    }

    /// Buys an access token with a key and a passcode, as a program does.
    pub(crate) fn buys(&self, key: &str, passcode: &str) -> String {
        let head = format!(
            "POST /api/v1/tokens HTTP/1.1\r\nAuthorization: Bearer {key}\r\nX-OTP: {passcode}\r\nContent-Length: 0"
        );
        let answer = self.exchange(&head, "");
        assert_eq!(answer.status(), 201, "{answer:?}");
        let (_, rest) = answer.body.split_once("\"access_token\":\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Calls the API with a bearer credential and JSON, or without a body, as a program does.
    pub(crate) fn calls(&self, call: &str, credential: &str, body: &str) -> Message {
        let mut head = format!(
            "{call} HTTP/1.1\r\nAuthorization: Bearer {credential}\r\nContent-Length: {}",
            body.len()
        );
        if !body.is_empty() {
            head.push_str("\r\nContent-Type: application/json");
        }
        self.exchange(&head, body)
    }

    fn send(&mut self, head: &str, body: &str) -> Message {
        let cookies: Vec<_> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = self.exchange(&format!("{head}\r\nCookie: {}", cookies.join("; ")), body);
        self.jar.extend(answer.cookies());
        answer
    }

    fn exchange(&self, head: &str, body: &str) -> Message {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("{head}\r\nHost: {}\r\nConnection: close\r\n\r\n{body}", self.host);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        Message::parse(&String::from_utf8_lossy(&answer))
    }
}
