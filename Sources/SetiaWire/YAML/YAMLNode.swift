/// One value of a YAML document as it was written, with the place where it stands.
///
/// A scalar stays text: what a person wrote as 1.50 is "1.50" here, and never passed through floating point.
struct YAMLNode {
    /// From 1.
    let line: Int
    /// From 1, in characters as Unicode counts them.
    let column: Int
    /// What leads to it from the top, such as `rules[2].earn.wallet`; empty for the whole document.
    let path: String
    let content: Content

    enum Content {
        case text(String)
        case list([YAMLNode])
        case map([Member])
    }

    /// A key with its value; a map has each key once.
    struct Member {
        let key: String
        let line: Int
        let column: Int
        let value: YAMLNode
    }
}

extension YAMLNode {
    /// What leads to the member of that key.
    func path(of key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    /// A problem with this value.
    func problem(_ reason: String) -> ProgrammeProblem {
        ProgrammeProblem(line: line, column: column, path: path, reason: reason)
    }

    /// A problem with the key of a member.
    func problem(with member: Member, _ reason: String) -> ProgrammeProblem {
        ProgrammeProblem(line: member.line, column: member.column, path: path(of: member.key), reason: reason)
    }
}
