internal import CEmbedded

/// What pages are made of besides code: templates, texts, style and scripts; `CEmbedded/pages.c` lists them.
package enum PageSources {
    /// The templates, by name.
    package static let templates: [String: [UInt8]] = {
        var templates: [String: [UInt8]] = [:]
        var next: UnsafePointer<setia_file>? = setia_templates
        while let file = next, let name = file.pointee.name {
            templates[String(cString: name)] = bytes(of: file)
            next = file + 1
        }
        return templates
    }()

    /// The texts of each language, by its code.
    package static let texts: [String: [UInt8]] = Dictionary(
        uniqueKeysWithValues: ["en", "ms", "id", "th"].map { ($0, part($0)) }
    )

    /// The style of all pages.
    package static let style = part("style")
    /// The style of the report as a file of its own.
    package static let paper = part("paper")
    /// The script of all pages.
    package static let script = part("script")
    /// The script of the till.
    package static let till = part("till")
    /// The till's worker, which serves it without a network.
    package static let worker = part("worker")
    /// The script of the chat on pages of others, without its texts and its style.
    package static let chat = part("chat")
    /// The style of that chat.
    package static let chatStyle = part("chat-style")
    /// The brand's mark.
    package static let icon = part("icon")

    private static func part(_ name: String) -> [UInt8] { bytes(of: setia_find(setia_page_parts, name)) }

    private static func bytes(of file: UnsafePointer<setia_file>?) -> [UInt8] {
        Array(UnsafeBufferPointer(start: file?.pointee.bytes, count: setia_count(file)))
    }
}
