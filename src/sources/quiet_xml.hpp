#pragma once

#include <libxml/xmlerror.h>

namespace n3::feeds {

/// As long as it lives, libxml2 says nothing on this thread. Its options to be quiet leave out some errors, such as
/// those of limits, which it would write to stderr together with what the document says.
class QuietXml {
 public:
  QuietXml() : last_(xmlStructuredError), last_context_(xmlStructuredErrorContext) {
    xmlSetStructuredErrorFunc(nullptr, [](auto...) {});
  }
  ~QuietXml() { xmlSetStructuredErrorFunc(last_context_, last_); }
  QuietXml(const QuietXml&) = delete;
  QuietXml& operator=(const QuietXml&) = delete;

 private:
  xmlStructuredErrorFunc last_;
  void* last_context_;
};

}  // namespace n3::feeds
