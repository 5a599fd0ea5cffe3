package import JSONText

/// A programme to begin with, by its name and what stands at the head of its document.
package struct TemplateBody: WireBody {
    /// Which.
    package let template: ProgrammeTemplate

    /// A template's body.
    package init(template: ProgrammeTemplate) {
        self.template = template
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", template.rawValue)
        json.member("summary", template.summary)
        json.endObject()
    }
}

extension ProgrammeTemplate {
    /// What it is for, in a few sentences: the comment with which its document begins.
    package var summary: String {
        document().split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("# ") }
            .map { $0.dropFirst(2) }.joined(separator: " ")
    }
}
