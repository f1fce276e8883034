"""The question library: named questions of ``ontology/queries`` with parameters, answered with their sentences."""

from kg.questions.asking import Answer, ask
from kg.questions.evidence import Sentence
from kg.questions.library import Parameter, Question, question, questions

__all__ = ["Answer", "Parameter", "Question", "Sentence", "ask", "question", "questions"]
