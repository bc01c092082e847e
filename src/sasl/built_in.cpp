#include <n3/sasl.hpp>

#include "sasl/mechanisms.hpp"

namespace n3::sasl {

// Many clients take the first that they know.
std::vector<Mechanism> built_in() {
  return {
      {"CRAM-MD5", cram_md5, Encoding::base64, Needs::secret},
      {"PLAIN", plain, Encoding::base64, Needs::check},
      {"LOGIN", login, Encoding::base64, Needs::check},
  };
}

}  // namespace n3::sasl
