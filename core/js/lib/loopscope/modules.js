// internalBinding('module_wrap') and ('contextify'), where they set what C++ calls.
'use strict';

module.exports = ({ add, setHooks }) => {
  add('module_wrap', (binding) => {
    binding.setImportModuleDynamicallyCallback = (importModule) => setHooks({ importModule });
    binding.setInitializeImportMetaObjectCallback = (importMeta) => setHooks({ importMeta });
  });
  add('contextify', (binding) => {
    binding.isContext = () => false;
    binding.constants = { measureMemory: { mode: { SUMMARY: 0, DETAILED: 1 },
                                           execution: { DEFAULT: 0, EAGER: 1 } } };
  });
};
