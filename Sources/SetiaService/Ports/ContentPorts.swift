package import SetiaCore

/// What is kept of the content library, to be read; a part of `Archive`.
package protocol ContentArchive: AnyObject {
    /// One piece, or none.
    func content(_ id: Identifier) throws -> ContentPiece?
    /// All pieces, the newest first, at most `limit`.
    func contents(limit: Int) throws -> [ContentPiece]
    /// Those that are published and whose day is `day` or before, the newest day first and of one day the newest, at most
    /// `limit`.
    func publishedContents(by day: Day, limit: Int) throws -> [ContentPiece]
    /// All words of the brand, in any order.
    func voiceWords() throws -> [VoiceWord]
}

/// What is kept of the content library, to be written; a part of `Ledger`.
package protocol ContentLedger: ContentArchive {
    /// Adds a piece, or changes it.
    func save(_ piece: ContentPiece) throws
    /// Puts words in the place of all of one language.
    func replaceVoice(in language: Key, with words: [VoiceWord]) throws
}
