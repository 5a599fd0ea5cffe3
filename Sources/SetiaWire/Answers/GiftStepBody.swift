import JSONText
import SetiaCore

extension GiftStep {
    /// What a milestone or a draw gave, within its reason: the fields after `code`, keys sorted.
    func write(to json: inout JSONWriter) {
        json.member("name", name)
        if occasion != 0 { json.member("occasion", occasion) }
        if points != .zero { json.member("points", points) }
        json.member("step", kind.rawValue)
        if let wallet { json.member("wallet", wallet) }
    }
}
