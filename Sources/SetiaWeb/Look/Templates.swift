internal import Mustache
internal import SetiaPages

/// All templates, by name.
enum Templates {
    /// The library that renders them.
    ///
    /// - Throws: where one is no template; the tests load them all.
    static func library() throws -> MustacheLibrary {
        MustacheLibrary(
            templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) }
        )
    }

    /// Their texts.
    static var sources: [String: [UInt8]] { PageSources.templates }
}
