#pragma once

#include "sources/feed_document.hpp"
#include "sources/feed_files.hpp"

namespace n3::feeds {

/// The entry with its whole article, from its page, in place of a summary. It stays as it is where it says much itself,
/// or its page cannot be had or says no more.
Entry with_article(Entry entry, Files& files);

}  // namespace n3::feeds
