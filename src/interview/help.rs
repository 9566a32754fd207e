//! What an interviewer says to somebody who has no story.

/// Short prompts that bring a story back. Each is a kind of failure that nearly everybody has had.
pub const PROMPTS: [&str; 6] = [
    "a judgement call of yours that cost the team days or weeks",
    "a working relationship you let drift until it got in the way of something",
    "a gap in how you worked that nobody saw until it hurt",
    "something you shipped late, and when you first knew that it would be",
    "a hire, or a person you vouched for, that did not work out",
    "a technical bet you argued for that did not pay",
];

/// What to say with them.
pub const ADVICE: &str = "It need not be a big one. A small failure that you can take apart honestly is often the \
strongest: what you decided, what it cost, what you do differently now.";
