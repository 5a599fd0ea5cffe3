internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func content(_ id: Identifier) -> ContentPiece? { kept.contents[id] }

    func contents(limit: Int) -> [ContentPiece] {
        Array(kept.contents.values.sorted { $0.id > $1.id }.prefix(limit))
    }

    func publishedContents(by day: Day, limit: Int) -> [ContentPiece] {
        let told = kept.contents.values.compactMap { piece in piece.day.map { (day: $0, piece: piece) } }
            .filter { $0.piece.state == .published && $0.day <= day }
        let sorted = told.sorted { ($1.day, $1.piece.id) < ($0.day, $0.piece.id) }
        return Array(sorted.map { $0.piece }.prefix(limit))
    }

    func save(_ piece: ContentPiece) { kept.contents[piece.id] = piece }

    func voiceWords() -> [VoiceWord] { Array(kept.voice) }

    func replaceVoice(in language: Key, with words: [VoiceWord]) {
        kept.voice = kept.voice.filter { $0.language != language }.union(words)
    }
}
