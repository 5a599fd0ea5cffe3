internal import Mustache
internal import SetiaCore
package import SetiaInsight
internal import SetiaPages
package import SetiaService

/// A lifetime model's check as one HTML file that needs nothing else: both plots, with their tables.
package struct FitPaper {
    private let title: String
    private let notes: [String]
    private let check: HoldOutCheck?
    private let language: Language

    /// A page on a fit.
    ///
    /// - Parameters:
    ///   - title: What was fitted, to what.
    ///   - notes: What a reader must know.
    ///   - check: The model beside what it had not seen; none where nothing was held out.
    ///   - language: What to write in.
    package init(_ title: String, notes: [String], _ check: HoldOutCheck?, language: Language) {
        (self.title, self.notes, self.check, self.language) = (title, notes, check, language)
    }

    /// The file's text, without an end of line behind it.
    package var html: String {
        get throws {
            let texts = Texts.of(language)
            var fields: Fields = [
                "t": TextTree(texts: texts), "language": language.rawValue, "title": title, "notes": notes,
                "style": String(decoding: PageSources.paper, as: UTF8.self),
            ]
            if let check { fields["plots"] = FitPlots(check, texts, Wording(language)).fields }
            let text = try Templates.library().render(fields, withTemplate: "fit") ?? ""
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }
}
