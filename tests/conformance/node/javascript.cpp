#include <fmt/format.h>

#include "tests/conformance/node/program.hpp"

namespace loopscope::conformance {
namespace {

std::string task_text(const Task& task);

std::string step_texts(const std::vector<Step>& steps);

std::string outcome_text(const Task& task) {
  switch (task.outcome) {
    case Outcome::error:
      return fmt::format("throw {};", task.number);
    case Outcome::resolved_promise:
      return fmt::format("return Promise.resolve({});", task.number);
    case Outcome::rejected_promise:
      return fmt::format("return Promise.reject({});", task.number);
    default:
      return fmt::format("return {};", task.number);
  }
}

std::string body_text(const Task& task) {
  return fmt::format("L({});{}", task.number, step_texts(task.steps));
}

std::string task_text(const Task& task) {
  return fmt::format("()=>{{{}{}}}", body_text(task), outcome_text(task));
}

// Between two parts of an async function.
std::string await_text(const Task& task) {
  switch (task.outcome) {
    case Outcome::error:
      return fmt::format("await after({});", task.number % 4);
    case Outcome::resolved_promise:
      return fmt::format("await Promise.resolve({});", task.number);
    case Outcome::rejected_promise:
      return fmt::format("try{{await Promise.reject({});}}catch(e){{L('rejected '+e);}}",
                         task.number);
    default:
      return fmt::format("await {};", task.number);
  }
}

std::string async_text(const std::vector<Task>& parts) {
  std::string text = "(async()=>{";
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += body_text(parts[i]) +
            (i + 1 < parts.size() ? await_text(parts[i]) : outcome_text(parts[i]));
  return text + "})()";
}

std::string source_text(const Step& step) {
  switch (step.source) {
    case PromiseSource::rejected:
      return fmt::format("Promise.reject({})", step.number);
    case PromiseSource::timer:
      return fmt::format("after({})", step.delay_ms);
    case PromiseSource::adopted:
      return "new Promise(resolve=>resolve(Promise.resolve(0)))";
    case PromiseSource::executor_fails:
      return fmt::format("new Promise(()=>{{throw {};}})", step.number);
    case PromiseSource::async_function:
      return async_text(step.tasks);
    default:
      return "Promise.resolve(0)";
  }
}

std::string link_text(const Link& link) {
  const std::string first = task_text(link.tasks.at(0));
  switch (link.kind) {
    case LinkKind::catch_error:
      return fmt::format(".catch({})", first);
    case LinkKind::finally:
      return fmt::format(".finally({})", first);
    case LinkKind::then_or_catch:
      return fmt::format(".then({},{})", first, task_text(link.tasks.at(1)));
    default:
      return fmt::format(".then({})", first);
  }
}

std::string promise_text(const Step& step) {
  std::string text = source_text(step);
  for (const Link& link : step.links) text += link_text(link);
  return text + ";\n";
}

std::string interval_text(const Step& step) {
  const Task& task = step.tasks.at(0);
  return fmt::format(
      "{{let n=0;const t=T[{0}]=setInterval(()=>{{if(++n>={1})clearInterval(t);{2}{3}}},{4});}}\n",
      step.number, step.count, body_text(task), outcome_text(task), step.delay_ms);
}

std::string step_text(const Step& step) {
  const std::string unref = step.unref ? fmt::format("T[{}].unref();\n", step.number) : "";
  switch (step.kind) {
    case StepKind::timeout:
      return fmt::format("T[{}]=setTimeout({},{});\n", step.number, task_text(step.tasks.at(0)),
                         step.delay_ms) +
             unref;
    case StepKind::interval:
      return interval_text(step) + unref;
    case StepKind::immediate:
      return fmt::format("T[{}]=setImmediate({});\n", step.number, task_text(step.tasks.at(0))) +
             unref;
    case StepKind::tick:
      return fmt::format("process.nextTick({});\n", task_text(step.tasks.at(0)));
    case StepKind::microtask:
      return fmt::format("queueMicrotask({});\n", task_text(step.tasks.at(0)));
    case StepKind::promise:
      return promise_text(step);
    case StepKind::clear:
      return fmt::format("clear{}(T[{}]);\n", step.target_is_immediate ? "Immediate" : "Timeout",
                         step.target);
    case StepKind::refresh:
      return fmt::format("if(!R[{0}]){{R[{0}]=1;T[{1}]?.refresh();}}\n", step.number, step.target);
    case StepKind::ref:
      return fmt::format("T[{}]?.ref();\n", step.target);
    case StepKind::unref:
      return fmt::format("T[{}]?.unref();\n", step.target);
    default:
      return fmt::format("process.umask({});\n", step.delay_ms);
  }
}

std::string step_texts(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) text += step_text(step);
  return text;
}

}  // namespace

std::string to_javascript(const Program& program) {
  std::string text = R"js(const lines=[],T={},R={};
const begin=performance.now();
const L=x=>lines.push(x+' at '+(performance.now()-begin));
const after=ms=>new Promise(resolve=>setTimeout(resolve,ms,0));
const number=e=>typeof e==='number'?e:/"(\d+)"/.exec(e.message)[1];
process.on('uncaughtException',e=>L('uncaught '+number(e)));
process.on('rejectionHandled',()=>L('handled late'));
process.on('exit',code=>{L('exit '+code);require('fs').writeSync(1,lines.join('\n')+'\n');});
)js";
  if (program.listens_to_rejections)
    text += "process.on('unhandledRejection',e=>L('unhandled '+e));\n";
  text += "const trees=[\n";
  for (const Task& tree : program.trees)
    text += fmt::format("()=>{{\n{}{}}},\n", body_text(tree), outcome_text(tree));
  return text + R"js(];
let next=1;
process.on('beforeExit',()=>{
  L('beforeExit');
  if(next===trees.length)return;
  setImmediate(()=>L('immediate'));
  trees[next++]();
});
trees[0]();
)js";
}

}  // namespace loopscope::conformance
