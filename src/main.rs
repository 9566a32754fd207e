//! The program: hands its arguments to the library and exits with the library's code.

fn main() -> std::process::ExitCode {
    mockloop::command::run(std::env::args_os()).into()
}
