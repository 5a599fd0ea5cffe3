internal import ArgumentParser
internal import SetiaCore
internal import SetiaService

/// A member as a person names her: by her id, or by a kind of identity, a colon and its value.
enum MemberReference: ExpressibleByArgument {
    case id(MemberID)
    case identity(Identity)

    init?(argument text: String) {
        if let id = MemberID(text: text) {
            self = .id(id)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = IdentityKind(rawValue: String(parts[0])),
            let identity = try? Identity(kind: kind, text: String(parts[1]))
        else { return nil }
        self = .identity(identity)
    }

    /// Her id.
    func resolve(_ service: SetiaService) async throws -> MemberID {
        switch self {
        case .id(let id): return id
        case .identity(let identity):
            if let id = try await service.member(with: identity) { return id }
            throw CommandFailure(
                "there is no such member",
                why: "nobody has this \(identity.kind.rawValue)",
                todo: "check its spelling; a member who was erased is found by her id only",
                .notThere
            )
        }
    }

    /// What is told where her id is nobody's.
    static let unknownID = CommandFailure(
        "there is no such member",
        why: "nobody has this id",
        todo: "look her up by email:, phone:, card: or customer:",
        .notThere
    )
}
