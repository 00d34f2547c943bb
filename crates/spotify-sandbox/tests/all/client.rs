//! A tiny HTTP client over a plain socket, so that nothing of ours and nobody's leniency stands between test and server.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// No answer takes longer unless something hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// A request in the making.
pub struct Request {
    base: String,
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Response {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

pub fn get(base: &str, target: &str) -> Request {
    request(base, "GET", target)
}

pub fn post(base: &str, target: &str, form: &[(&str, &str)]) -> Request {
    request(base, "POST", target).form(form)
}

pub fn request(base: &str, method: &'static str, target: &str) -> Request {
    let target = target.strip_prefix(base).unwrap_or(target).to_owned();
    Request { base: base.to_owned(), method, target, headers: Vec::new(), body: Vec::new() }
}

impl Request {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn basic(self, id: &str, secret: &str) -> Self {
        use base64::Engine;
        let word = base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}"));
        self.header("authorization", &format!("Basic {word}"))
    }

    pub fn form(self, form: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    pub fn json(self, value: &Value) -> Self {
        self.header("content-type", "application/json").body(value.to_string())
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it on a connection of its own and reads the whole answer.
    pub fn send(self) -> Response {
        self.try_send().expect("an answer")
    }

    pub fn try_send(self) -> io::Result<Response> {
        let mut stream = connect(&self.base)?;
        self.send_on(&mut stream)
    }

    /// Sends it on a connection that stays open, and reads the answer.
    pub fn send_on(self, stream: &mut TcpStream) -> io::Result<Response> {
        self.write_to(stream)?;
        read(stream)
    }

    /// Sends it and leaves the answer to whoever reads it.
    pub fn write_to(self, stream: &mut TcpStream) -> io::Result<()> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            head.push_str(&format!("host: {}\r\n", self.base.trim_start_matches("http://")));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let unmeasured =
            self.headers.iter().any(|(name, _)| name == "content-length" || name == "x-no-length");
        if self.method != "GET" && !unmeasured {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)
    }
}

pub fn connect(base: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(base.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Reads one answer; an error if it ends before its time.
pub fn read(stream: &mut TcpStream) -> io::Result<Response> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "no byte of an answer"));
    }
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("not a status line: {line:?}")))?;
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "cut amid the headers"));
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut body = Vec::new();
    match headers.get("content-length") {
        Some(length) => {
            body.resize(length.parse().map_err(io::Error::other)?, 0);
            reader.read_exact(&mut body)?;
        }
        None if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") => {
            while let Some(chunk) = chunk(&mut reader)? {
                body.extend(chunk);
            }
        }
        None => {}
    }
    Ok(Response { status, headers, body })
}

/// The next chunk of a chunked body; none at its end.
fn chunk(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "cut amid the chunks"));
    }
    let size = usize::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
    let mut data = vec![0; size + 2];
    reader.read_exact(&mut data)?;
    data.truncate(size);
    Ok((size > 0).then_some(data))
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The status and the Web API's message.
    pub fn error(&self) -> (u16, String) {
        (self.status, self.json()["error"]["message"].as_str().unwrap_or_default().to_owned())
    }

    /// The status, and `error` and `error_description` of the token endpoint.
    pub fn oauth_error(&self) -> (u16, String, Option<String>) {
        let json = self.json();
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        (self.status, text("error").unwrap_or_default(), text("error_description"))
    }
}
