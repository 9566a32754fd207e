//! What the program is built from: no network, licences that allow it, one public registry, and a
//! budget. Read from the lock and from cargo's own description of it, offline, with no further tool.
//!
//! `deny.toml` says the same for people who have cargo-deny.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Packages in the lock at most, those of tests and of other systems included.
const PACKAGES: usize = 150;

/// The only place that packages come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Licences that allow the program to be given away under the MIT licence, with notices kept.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "0BSD",
    "CC0-1.0",
];

/// Packages that speak to a network, or are there for what does: sockets, TLS, HTTP and its relatives,
/// runtimes that bring sockets, reporters of crashes and of use. A name counts with everything after a
/// hyphen or underscore: `tokio` stands for `tokio-util` too.
const NETWORK: &[&str] = &[
    "actix",
    "async-net",
    "async-std",
    "attohttpc",
    "aws",
    "awc",
    "axum",
    "azure",
    "bugsnag",
    "capnp-rpc",
    "coap",
    "curl",
    "dns",
    "ftp",
    "ftp-client",
    "git2",
    "gix",
    "google-cloud",
    "grpc",
    "grpcio",
    "h2",
    "h3",
    "hickory",
    "http",
    "hyper",
    "iroh",
    "isahc",
    "jsonrpc",
    "kafka",
    "lapin",
    "lettre",
    "libp2p",
    "mdns",
    "minreq",
    "mio",
    "mockito",
    "mongodb",
    "mysql",
    "nats",
    "native-tls",
    "net2",
    "openssl",
    "opentelemetry",
    "paho-mqtt",
    "postgres",
    "posthog",
    "prost",
    "quiche",
    "quinn",
    "rdkafka",
    "redis",
    "reqwest",
    "ring",
    "rocket",
    "rpc",
    "rumqttc",
    "russh",
    "rustls",
    "s2n",
    "schannel",
    "security-framework",
    "segment",
    "self_update",
    "sentry",
    "smol",
    "smoltcp",
    "snmp",
    "socket2",
    "socks",
    "sqlx",
    "ssh2",
    "surf",
    "suppaftp",
    "telemetry",
    "tarpc",
    "thrussh",
    "tide",
    "tiny_http",
    "tokio",
    "tonic",
    "tower",
    "trust-dns",
    "tungstenite",
    "ureq",
    "warp",
    "websocket",
    "webpki",
    "zmq",
];

/// Features of packages that would bring sockets with them.
const NETWORK_FEATURES: &[(&str, &[&str])] =
    &[("nix", &["net", "socket"]), ("rustix", &["net", "all-apis", "io_uring"])];

/// Packages that are in the lock for other systems and must not be built here: what stands between a program
/// and a browser. Whose features ask for them is another package's affair (rs-fsrs takes all of chrono's),
/// so it is what is built that counts.
const OF_A_BROWSER: &[&str] = &["js-sys", "wasm-bindgen", "web-sys"];

/// What our own code would have to name to reach one.
const SOCKETS: &[&str] =
    &["std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream", "os::unix::net"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

fn lock() -> Vec<toml::Table> {
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    packages.map(|package| package.as_table().unwrap().clone()).collect()
}

/// Cargo's description of what is built here, without asking any network.
fn metadata() -> Value {
    let host = Command::new(env!("CARGO")).args(["-vV"]).output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--all-features"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The files of our own code.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn the_lock_keeps_its_budget_and_all_of_it_comes_from_one_registry() {
    let lock = lock();
    assert!(
        lock.len() <= PACKAGES,
        "{} packages in Cargo.lock; the budget is {PACKAGES}",
        lock.len()
    );
    for package in lock {
        let name = package["name"].as_str().unwrap();
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        assert_eq!(package.get("source").and_then(|s| s.as_str()), Some(REGISTRY), "{name}");
        assert!(package.contains_key("checksum"), "{name} has no checksum");
    }
}

#[test]
fn no_package_speaks_to_a_network_on_any_system() {
    let is = |name: &str, banned: &str| {
        name.strip_prefix(banned)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
    };
    for package in lock() {
        let name = package["name"].as_str().unwrap().to_owned();
        let banned = NETWORK.iter().find(|banned| is(&name, banned));
        assert_eq!(banned, None, "{name} is in Cargo.lock");
    }
    assert!(is("tokio-util", "tokio") && !is("shlex", "sh"), "the list is read as it says");
}

#[test]
fn what_is_built_here_has_no_sockets_and_licences_that_allow_it() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 20, "{}", packages.len());
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let licence = match package["license"].as_str() {
            Some(licence) => licence.to_owned(),
            None => licence_in_file(package).unwrap_or_default(),
        };
        assert!(is_allowed(&licence), "{name} has the licence {licence:?}");
    }
    for node in metadata["resolve"]["nodes"].as_array().unwrap() {
        let id = node["id"].as_str().unwrap();
        let features: BTreeSet<&str> =
            node["features"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for (name, banned) in NETWORK_FEATURES {
            if is_package(id, name) {
                let on: Vec<_> =
                    banned.iter().filter(|feature| features.contains(*feature)).collect();
                assert!(on.is_empty(), "{name} is built with {on:?}");
            }
        }
    }
}

#[test]
fn nothing_of_a_browser_is_built_here() {
    let metadata = metadata();
    let built = |name: &str| {
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        nodes.iter().any(|node| is_package(node["id"].as_str().unwrap(), name))
    };
    for name in OF_A_BROWSER {
        assert!(!built(name), "{name} is built here");
        assert!(
            lock().iter().any(|package| package["name"].as_str() == Some(name)),
            "{name} is not in the lock: this list is stale"
        );
    }
    // The same question about what is there.
    assert!(built("chrono") && built("serde") && built(env!("CARGO_PKG_NAME")));
}

/// Whether cargo's id of a package is that of `name`.
fn is_package(id: &str, name: &str) -> bool {
    // `registry+https://…#name@version`; `path+file:///…/name#version` when the folder has its name.
    let (place, package) = id.rsplit_once('#').unwrap();
    match package.rsplit_once('@') {
        Some((found, _)) => found == name,
        None => place.rsplit('/').next() == Some(name),
    }
}

/// The licence of a package that names a file with its text: only the text of MIT is known here.
fn licence_in_file(package: &Value) -> Option<String> {
    let manifest = Path::new(package["manifest_path"].as_str()?);
    let text = std::fs::read_to_string(manifest.with_file_name(package["license_file"].as_str()?));
    let text = text.ok()?.split_whitespace().collect::<Vec<_>>().join(" ");
    let grant = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software";
    (text.starts_with("MIT License") && text.contains(grant)).then(|| "MIT".to_owned())
}

/// Whether an SPDX expression can be met from the list: one of the sides of each `OR`, both of each `AND`.
fn is_allowed(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ").replace(['(', ')'], "");
    !licence.trim().is_empty()
        && licence
            .split(" AND ")
            .all(|all| all.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

#[test]
fn licences_are_read_as_they_are_meant() {
    for allowed in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-3.0) AND Unicode-3.0"] {
        assert!(is_allowed(allowed), "{allowed}");
    }
    for not in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND SSPL-1.0"] {
        assert!(!is_allowed(not), "{not}");
    }
}

#[test]
fn our_own_code_names_no_socket_and_forbids_unsafe() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for path in sources("src") {
        let text = std::fs::read_to_string(&path).unwrap();
        for socket in SOCKETS {
            assert!(!text.contains(socket), "{} names {socket}", path.display());
        }
    }
}

/// The built program itself: the names that it asks the system's library for.
#[test]
#[cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
fn the_program_asks_its_system_for_no_connection() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_mockloop")).unwrap();
    let Some(names) = asked_for(&program) else { panic!("the program is no ELF file") };
    // A program that is linked statically asks for nothing, and this test has nothing to say.
    assert!(names.is_empty() || names.contains("write"), "{names:?}");
    for call in ["getaddrinfo", "socket", "connect", "bind", "listen", "accept4", "sendto"] {
        assert!(!names.contains(call), "it would call `{call}`");
    }
}

/// The names in the dynamic symbol table of an ELF file, as the System V ABI lays them out.
#[cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
fn asked_for(file: &[u8]) -> Option<BTreeSet<String>> {
    let number = |at: usize, size: usize| -> Option<usize> {
        let bytes = file.get(at..at + size)?;
        Some(bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
    };
    let sections = file.starts_with(b"\x7fELF").then_some(number(0x28, 8)?)?;
    let (size, count) = (number(0x3a, 2)?, number(0x3c, 2)?);
    let section = |index: usize, at: usize, width| number(sections + index * size + at, width);
    let mut names = BTreeSet::new();
    for index in (0..count).filter(|&index| section(index, 4, 4) == Some(11)) {
        let (from, long, each) =
            (section(index, 0x18, 8)?, section(index, 0x20, 8)?, section(index, 0x38, 8)?);
        let text = section(section(index, 0x28, 4)?, 0x18, 8)?;
        for symbol in (from..from + long).step_by(each) {
            let name = file.get(text + number(symbol, 4)?..)?;
            let name = name.split(|&byte| byte == 0).next()?;
            names.insert(String::from_utf8_lossy(name).into_owned());
        }
    }
    Some(names)
}
